import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { GATES } from '../gate/gate.ts';
import { pause } from '../gate/pause.ts';
import { TURN } from '../shared/turn.ts';
import { UNKNOWN } from './filing.ts';
import type { Incident } from './incident.ts';
import { pauseProgram, REPORTS_PER_DAY, report } from './report.ts';
import { finishHeld, finishOpenWork } from './unfinished.ts';
import { viewIncidents } from './view.ts';

const RITA = { sub: 'rita', groups: ['employees'] };
const STELLA = { sub: 'stella', groups: ['stewards'] };
const DAY = 86_400_000;

async function setup() {
  const memory = await memoryIncidentSetup();
  const { parts, clock, gates } = memory;
  const errors: unknown[] = [];
  const closedAfter: number[] = [];
  parts.unfinished = (error) => errors.push(error);
  parts.recorded = (ms) => closedAfter.push(ms);
  const file = (change: object = {}) =>
    report(parts, { incident: ulid(clock.now()), reporter: RITA, severity: 'high', text: 'I saw it', ...change });
  const states = async () => Promise.all(GATES.map(async (gate) => (await gates[gate].read()).state));
  return { ...memory, errors, closedAfter, file, states };
}
type Setup = Awaited<ReturnType<typeof setup>>;

const lowRow = (incident: string, reportedAt: number): Incident => ({
  ...{ incident, reportedAt, from: 0, kind: 'report', severity: 'low', status: 'reported', reporter: 'rita' },
  ...{ disclosure: '1.0', closes: false },
});
const facts = (incident: string) => ({ kind: 'report' as const, at: 1, actor: 'reporter:rita' as const, incident });

const away = async () => Promise.reject(new Error('away'));
const hangs = () => new Promise<never>(() => {});

/** Takes something away. @returns puts it back */
const OUTAGES: Readonly<Record<string, (setup: Setup) => () => void>> = {
  'the table of incidents': ({ parts: { store } }) => {
    const { file, find, advance } = store;
    Object.assign(store, { file: away, find: away, advance: away });
    return () => Object.assign(store, { file, find, advance });
  },
  'a table of incidents that hangs': ({ parts }) => {
    const { file } = parts.store;
    parts.store.file = hangs;
    parts.patience = 20;
    return () => Object.assign(parts.store, { file });
  },
  'the ledger': ({ ledger }) => {
    const { append } = ledger;
    ledger.append = away;
    return () => Object.assign(ledger, { append });
  },
  'the signing key': ({ parts: { signer } }) => {
    const { sign } = signer;
    signer.sign = away;
    return () => Object.assign(signer, { sign });
  },
  'the evidence': ({ evidence }) => {
    const { put } = evidence;
    evidence.put = away;
    return () => Object.assign(evidence, { put });
  },
  'the workflow': ({ workflow }) => {
    const { start } = workflow;
    workflow.start = away;
    return () => Object.assign(workflow, { start });
  },
  'the counters of lanes': ({ parts: { lanes: book } }) => {
    const { lanes } = book;
    book.lanes = away;
    return () => Object.assign(book, { lanes });
  },
  'the count of closures': ({ parts: { closures } }) => {
    const { take } = closures;
    closures.take = away;
    return () => Object.assign(closures, { take });
  },
};

describe('whatever is away, the gates close, and what could not be written is written later', () => {
  test.each(Object.entries(OUTAGES))('%s', async (name, take) => {
    const all = await setup();
    const giveBack = take(all);
    const incident = ulid(all.clock.now());

    const answer = await all.file({ incident });

    expect(await all.states()).toEqual(['closed', 'closed']);
    expect(answer.incident).toMatchObject({ incident, closes: true, epochs: { collection: 2, reading: 2 } });
    if (name !== 'the count of closures') expect(answer).toMatchObject({ filing: 'follows' });
    expect(all.errors).not.toEqual([]);

    giveBack();
    all.clock.time += 60_000;
    expect(await finishOpenWork(all.parts)).toMatchObject({ errors: [], gatesClosed: 2 });
    expect(await all.parts.store.read(incident)).toMatchObject({
      closes: true,
      status: 'contained',
      reporter: 'rita',
      epochs: { collection: 2, reading: 2 },
      closedAt: all.clock.time - 60_000,
    });
    expect([...all.workflow.started]).toEqual([incident]);
    expect(all.closedAfter).toEqual([0]);
    expect((await all.entries()).map(({ kind }) => kind).sort()).toEqual(['pause', 'report']);
  });

  test('sent again under its id a minute later: no closing took less than no time', async () => {
    const all = await setup();
    const giveBack = OUTAGES['the table of incidents']!(all);
    const incident = ulid(all.clock.now());
    await all.file({ incident });
    giveBack();
    all.clock.time += 60_000;

    expect(await all.file({ incident })).toMatchObject({ incident: { closedAt: all.clock.time - 60_000 } });

    expect(all.closedAfter).toEqual([0]);
  });

  test('all of it at once, and who reports is not known: sent again, it has its text and its reporter', async () => {
    const all = await setup();
    const giveBack = Object.values(OUTAGES).map((take) => take(all));
    const incident = ulid(all.clock.now());
    expect(await all.file({ incident, reporter: { ...RITA, sub: UNKNOWN } })).toMatchObject({ filing: 'follows' });
    expect(await all.states()).toEqual(['closed', 'closed']);
    for (const give of giveBack.reverse()) give();
    await finishOpenWork(all.parts);
    expect(await all.parts.store.read(incident)).toMatchObject({ reporter: UNKNOWN, closes: true });
    expect(await all.file({ incident })).toMatchObject({ incident: { incident, reporter: 'rita' } });
    expect(await all.parts.store.text(incident, 'rita')).toBe('I saw it');
  });

  test('a report that closes nothing is not taken while nobody knows whose it is', async () => {
    const { file } = await setup();
    const reporter = { ...RITA, sub: UNKNOWN };
    await expect(file({ severity: 'low', reporter })).rejects.toMatchObject({ reason: 'busy' });
  });
});

describe('a pause that died is finished by the schedule', () => {
  test('however many reports were filed since, under ids of tomorrow', async () => {
    const { parts, gates, clock, states, lane } = await setup();
    const incident = ulid(clock.now());
    const closeLane = gates.collection.closeLane;
    gates.collection.closeLane = away;
    await expect(pauseProgram(parts, { incident, reporter: STELLA, text: 'leak' })).rejects.toThrow('away');
    gates.collection.closeLane = closeLane;
    expect(await states()).toEqual(['closing', 'closed']);
    expect(gates.collection.admits(lane, 1)).toBe(true);
    for (let one = 0; one < 205; one++) {
      const reporter = { sub: `person-${one % 11}`, groups: ['employees'] };
      await report(parts, { incident: ulid(clock.now() + DAY - 1), reporter, severity: 'low', text: 'x' });
    }

    expect((await finishHeld(parts)).errors).toEqual([]);

    expect(await states()).toEqual(['closed', 'closed']);
    expect(gates.collection.admits(lane, 1)).toBe(false);
    expect(await parts.store.read(incident)).toMatchObject({ status: 'contained', reporter: 'stella' });
  });

  test.each(GATES)('that died before it held the other gate than %s: it is closed as well', async (gate) => {
    const { parts, gates, clock, states } = await setup();
    const incident = ulid(clock.now());
    await gates[gate].hold(incident, { at: clock.now(), by: 'rita' });
    expect((await finishOpenWork(parts)).errors).toEqual([]);
    expect(await states()).toEqual(['closed', 'closed']);
    expect(await parts.store.read(incident)).toMatchObject({ reporter: 'rita', closes: true, status: 'contained' });
  });

  test('a low report that looked before the pause held: it becomes the closing incident, though it was concluded', async () => {
    const { parts, gates, clock, file } = await setup();
    const incident = ulid(clock.now());
    await file({ incident, severity: 'low' });
    await parts.store.advance(incident, { once: 'concludedAt', set: { status: 'concluded', concludedAt: 1 } });
    await pause(gates, incident, clock, 'arn:aws:sts::123456789012:assumed-role/break-glass/pat');
    expect((await finishOpenWork(parts)).errors).toEqual([]);
    expect(await parts.store.read(incident)).toMatchObject({
      closes: true,
      status: 'contained',
      reporter: 'rita',
      alsoBy: ['arn:aws:sts::123456789012:assumed-role/break-glass/pat'],
    });
  });

  test('what holds under no id of an incident, or is over, is told, and keeps nothing else from being finished', async () => {
    const { parts, gates, clock, file } = await setup();
    await gates.reading.hold('no-ulid', { at: 1 });
    const dead = ulid(clock.now());
    await gates.collection.hold(dead, { at: 1, by: 'otto' });
    const { incident } = await file();
    await parts.store.advance(incident.incident, { once: 'concludedAt', set: { status: 'resumed', concludedAt: 1 } });
    const { errors, gatesClosed } = await finishOpenWork(parts);
    expect(errors.map(String)).toEqual([
      expect.stringContaining('concluded'),
      expect.stringContaining('no id of an incident'),
    ]);
    expect(gatesClosed).toBe(2);
    expect(await parts.store.read(dead)).toMatchObject({ status: 'contained' });
  });

  test('an incident that cannot be read is told, and keeps no other from being finished or looked at', async () => {
    const { parts, clock, file, workflow } = await setup();
    const bad = (await file({ severity: 'low' })).incident.incident;
    const low = (await file({ severity: 'low' })).incident.incident;
    const high = (await file()).incident.incident;
    workflow.started.clear();
    await parts.store.advance(low, { once: () => false, set: { startedAt: undefined } });
    const reported = clock.now();
    clock.time += 60_000;
    const { read } = parts.store;
    parts.store.read = async (id) => (id === bad ? away() : read(id));

    const work = await finishOpenWork(parts);

    expect(work).toMatchObject({ errors: [new Error('away')], gatesClosed: 2, oldest: reported });
    expect(work.open.map(({ incident }) => incident)).toEqual([high, low]);
    expect([...workflow.started]).toEqual([low]);
  });

  test('what holds is finished though the index of open ones is away', async () => {
    const { parts, gates, clock, states } = await setup();
    const incident = ulid(clock.now());
    await gates.collection.hold(incident, { at: clock.now(), by: 'rita' });
    parts.store.open = away;
    const work = await finishOpenWork(parts);
    expect(work).toMatchObject({ errors: [new Error('away')], open: [{ incident }], oldest: clock.now() });
    expect(await states()).toEqual(['closed', 'closed']);
  });

  test('however many are open before it, a report whose workflow was never started comes to its turn', async () => {
    const { parts, clock, workflow } = await setup();
    const ids = [...Array(1_000).keys()].map((n) => ulid(clock.now() + n));
    const late = ids.at(-1)!;
    const row = { ...(await parts.store.file(lowRow(late, clock.now()), undefined, facts(late))), startedAt: 1 };
    parts.store.open = async () => ids.map((incident) => ({ incident, reportedAt: 1 }));
    parts.store.read = async (incident) => (incident === late ? lowRow(late, 1) : { ...row, incident });
    for (let run = 0; run < 5; run++) {
      const { oldest } = await finishOpenWork(parts);
      expect(oldest).toBe(1);
      clock.time += TURN;
    }
    expect([...workflow.started]).toEqual([late]);
  });

  test('once all is in order it does nothing, and says how old the oldest open incident is', async () => {
    const { parts, gates, clock, file } = await setup();
    await file();
    const reported = clock.now();
    clock.time += 3_600_000;
    const { store } = parts;
    const never = async () => Promise.reject(new Error('not asked for'));
    const idle = { ...parts, store: { ...store, file: never, advance: never } };
    gates.collection.hold = never;
    expect(await finishOpenWork(idle)).toMatchObject({ errors: [], gatesClosed: 2, oldest: reported });
  });
});

test('what holds the gates is listed first, and people find their own, however many were reported since', async () => {
  const { parts, clock, file } = await setup();
  const { incident } = await file();
  for (let one = 0; one < 120; one++) {
    clock.time++;
    await file({ severity: 'low', reporter: { sub: `person-${one % 7}`, groups: ['employees'] } });
  }
  const { held } = await finishHeld(parts);
  const { incidents: listed } = await viewIncidents(
    parts,
    { namesIn: () => ['ivan'], groups: ['investigators'] },
    held,
  );
  expect([listed.length, listed[0]!.incident]).toEqual([51, incident.incident]);
  const { incidents: own } = await viewIncidents(parts, { namesIn: () => ['person-0'], groups: ['others'] }, held);
  expect(own.map(({ reporter }) => reporter)).toEqual(Array(18).fill('person-0'));
  const hers = await viewIncidents(parts, { namesIn: () => ['rita'], groups: ['employees'] }, new Map());
  expect(hers.incidents).toHaveLength(1);
});

test(`a person files ${REPORTS_PER_DAY} reports of a severity a day that close nothing; closing goes on`, async () => {
  const { parts, clock, file } = await setup();
  parts.disclosure.gate.closuresPerDay = 1;
  for (let one = 0; one < REPORTS_PER_DAY; one++) await file({ severity: 'low' });
  await expect(file({ severity: 'low' })).rejects.toMatchObject({ reason: 'limit' });
  expect((await file({ severity: 'medium' })).incident.closes).toBe(false);
  expect((await file()).incident.closes).toBe(true);
  expect((await file()).incident).toMatchObject({ closes: false, notClosed: 'limit' });
  expect((await file({ severity: 'low', reporter: { ...RITA, sub: 'otto' } })).incident.closes).toBe(false);
  clock.time += DAY;
  expect((await file({ severity: 'low' })).incident.closes).toBe(false);
});
