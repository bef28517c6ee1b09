import { describe, expect, test } from '@jest/globals';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { memoryCounts } from '../shared/counts.memory.ts';
import { ANONYMOUS_REPORTS, type AnonymousOrder, answersTo, fileAnonymously } from './anonymous.ts';
import { answerReport } from './answer-report.ts';
import { memoryMailbox } from './mailbox.memory.ts';
import { finishOpenWork } from './unfinished.ts';
import { viewIncident } from './view.ts';

const RECEIPT = 'abcdefghijklmnopqrstuvwx23';
const IVAN = { namesIn: () => ['ivan'], groups: ['investigators'] };

async function setup() {
  const all = await incidentSetup();
  const { program, store, disclosure, clock } = all.parts;
  const mailbox = memoryMailbox();
  const parts = { program, store, disclosure, clock, mailbox, counts: memoryCounts() };
  const file = (change: Partial<AnonymousOrder> = {}) =>
    fileAnonymously(parts, { receipt: RECEIPT, severity: 'high', text: 'what nobody said', ...change });
  const states = async () =>
    Promise.all([all.parts.gates.collection.read(), all.parts.gates.reading.read()]).then((both) =>
      both.map(({ state }) => state),
    );
  const receiptOf = (number: number) =>
    RECEIPT.slice(0, -4) + [...String(number).padStart(4, '0')].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  return { ...all, anonymous: parts, file, states, receiptOf };
}

describe('a report of nobody', () => {
  test('is an incident of its kind and severity, which closes nothing however bad it is', async () => {
    const { file, parts, states } = await setup();
    const { incident } = await file();
    expect(await parts.store.read(incident)).toMatchObject({
      ...{ kind: 'anonymous', severity: 'high', reporter: 'anonymous', closes: false, notClosed: 'anonymous' },
    });
    expect(await states()).toEqual(['open', 'open']);
    expect((await viewIncident(parts, incident, IVAN)).text).toBe('what nobody said');
  });

  test('under its receipt it is one, however often it is sent, and is counted once', async () => {
    const { file, anonymous } = await setup();
    let counted = 0;
    const { add } = anonymous.counts;
    anonymous.counts.add = async (...asked) => {
      counted++;
      return add(...asked);
    };
    const first = await file();
    expect(await file({ text: 'other words' })).toEqual(first);
    expect(counted).toBe(ANONYMOUS_REPORTS.length);
  });

  test('one that died between receipt and report is filed by the next try', async () => {
    const { file, anonymous } = await setup();
    const { store } = anonymous;
    anonymous.store = { ...store, file: () => Promise.reject(new Error('away')) };
    await expect(file()).rejects.toThrow('away');
    anonymous.store = store;
    const { incident } = await file();
    expect((await store.find(incident))?.kind).toBe('anonymous');
  });

  test('is looked into like any other, once the schedule has seen it', async () => {
    const { file, parts } = await setup();
    const { incident } = await file();
    expect((await parts.store.read(incident)).startedAt).toBeUndefined();
    await finishOpenWork(parts);
    expect((await parts.store.read(incident)).startedAt).toBeDefined();
  });

  test('its receipt is kept nowhere, nor is it in the ledger', async () => {
    const { file, parts, entries, anonymous } = await setup();
    const boxes: unknown[] = [];
    const { open } = anonymous.mailbox;
    anonymous.mailbox.open = async (...asked) => {
      boxes.push(asked);
      return open(...asked);
    };
    const { incident } = await file();
    const kept = JSON.stringify([boxes, await entries(), await parts.store.list()]);
    expect(kept).toContain(incident);
    expect(kept).not.toContain(RECEIPT);
    expect((await entries()).map(({ actor }) => actor)).toEqual(['reporter:anonymous']);
  });

  test('those of an hour and of a day are limited, of all together; it says when there is more', async () => {
    const { file, clock, receiptOf } = await setup();
    const [hour, day] = ANONYMOUS_REPORTS as [(typeof ANONYMOUS_REPORTS)[0], (typeof ANONYMOUS_REPORTS)[0]];
    clock.time -= clock.time % 86_400_000;
    let filed = 0;
    while (filed < day.most) {
      for (let one = 0; one < hour.most; one++) await file({ receipt: receiptOf(filed++) });
      const more = file({ receipt: receiptOf(filed) });
      await expect(more).rejects.toMatchObject({
        reason: 'limit',
        message: expect.stringMatching(/reports without a name.*again from/),
      });
      clock.time += 3_600_000;
    }
    await expect(file({ receipt: receiptOf(filed) })).rejects.toThrow(/within one day/);
  });
});

describe('an answer', () => {
  test('is read by the receipt, and by nobody else without the right to read reports', async () => {
    const { file, parts, anonymous, clock } = await setup();
    const { incident } = await file();
    expect(await answersTo(anonymous, RECEIPT)).toMatchObject({ incident, status: 'reported', answers: [] });
    const answering = { store: parts.store, mailbox: anonymous.mailbox, clock };
    await answerReport(answering, incident, 'we look into it');

    expect((await answersTo(anonymous, RECEIPT)).answers).toEqual([{ at: clock.now(), text: 'we look into it' }]);
    const view = (viewer: typeof IVAN) => viewIncident({ ...parts, mailbox: anonymous.mailbox }, incident, viewer);
    expect((await view(IVAN)).answers).toHaveLength(1);
    expect((await view({ namesIn: () => ['rolf'], groups: ['representatives'] })).answers).toBeUndefined();
  });

  test('reaches who reported under a name too', async () => {
    const { file: _, parts, anonymous, clock, published } = await setup();
    const { id } = await published();
    await answerReport({ store: parts.store, mailbox: anonymous.mailbox, clock }, id, 'thank you');
    const view = await viewIncident({ ...parts, mailbox: anonymous.mailbox }, id, {
      namesIn: () => ['rita'],
      groups: ['employees'],
    });
    expect(view.answers).toMatchObject([{ text: 'thank you' }]);
  });

  test('to what is not there is refused, and so is a receipt of nothing', async () => {
    const { parts, anonymous, clock } = await setup();
    const answering = { store: parts.store, mailbox: anonymous.mailbox, clock };
    await expect(answerReport(answering, '01KB5DBJH0000000000000000A', 'x')).rejects.toMatchObject({
      reason: 'not-found',
    });
    await expect(answersTo(anonymous, RECEIPT)).rejects.toMatchObject({ reason: 'not-found' });
  });
});
