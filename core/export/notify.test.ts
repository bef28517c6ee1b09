import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { exportingSetup } from '../../test/fixtures/exports.ts';
import type { Event } from '../../wire/event.ts';
import { HOUR, NOW } from '../reading/sample.ts';
import { keepCopy } from './copies.ts';
import { awsHeldIndex } from './departures.aws.ts';
import { awsExports } from './export.aws.ts';
import { sampleExport } from './export.contract.ts';
import { memoryHeldIndex, memoryRuns } from './export.memory.ts';
import { awsNotices } from './notices.aws.ts';
import { NOTICE_TYPES, type Notice } from './notices.ts';
import { memoryNotices, memoryTold } from './notify.memory.ts';
import { type MarkedHeld, type NotifyParts, NotTold, type ToldStore, tellThoseResponsible } from './notify.ts';
import { noCounts } from './part.ts';
import { awsRuns } from './runs.aws.ts';
import { declareRun, departures } from './runs.ts';
import { awsTold } from './told.aws.ts';

const NAMES = ['anna', 'bert', 'carl', 'dora', 'emil'];

/** A sealed export of five people, which a run used. Who withdraws or is erased has an entry, as in the write that it is. */
async function setup() {
  const all = await exportingSetup({ people: NAMES });
  for (const subject of NAMES) {
    const at = NOW - 72 * HOUR;
    await all.record(subject, [{ kind: 'click', time: at, app: 'editor', x: 1, y: 2 } as Event], at);
  }
  const { export: id } = await all.create();
  await all.run(id);
  const runs = memoryRuns();
  const index = memoryHeldIndex(all.store, runs);
  await declareRun({ ...all, runs, index }, { export: id, run: 'r1', model: 'clicker', by: 'ivan' });
  const notices = memoryNotices();
  const parts: NotifyParts = { ...all, runs, notices, told: memoryTold(index) };
  const change = async (subject: string, state: 'live' | 'withdrawn' | 'erased') => {
    await all.setState(subject, state);
    await all.ledger.append({ kind: 'choice', at: all.clock.now(), actor: 'subject:nobody knows whose' });
  };
  return { ...all, id, parts, notices, change };
}
const said = (notices: readonly Notice[]) =>
  notices.map((one) => (one.kind === 'stopped' ? [one.kind, one.why] : [one.kind, one.people, one.gone]));

describe('those responsible', () => {
  test('are told of each data set and run that holds who withdrew or was erased, and of nobody’s name', async () => {
    const { parts, notices, change, id } = await setup();
    expect(await tellThoseResponsible(parts)).toEqual({ departures: 0, stopped: 0 });
    await change('anna', 'withdrawn');
    await change('bert', 'erased');

    expect(await tellThoseResponsible(parts)).toEqual({ departures: 2, stopped: 0 });

    expect(said(notices.told)).toEqual([
      ['data-set', 5, 2],
      ['run', 5, 2],
    ]);
    expect(notices.told).toMatchObject([
      { export: id, reader: 'ivan', purpose: 'research' },
      { export: id, run: 'r1', model: 'clicker', by: 'ivan' },
    ]);
    for (const name of NAMES) expect(JSON.stringify(notices.told)).not.toContain(name);
  });

  test('are told where copies of it lie, which nobody closes but they', async () => {
    const { parts, notices, change, id, ...all } = await setup();
    const copy = 'athena:sluice_exports.clicks@s3://team-data/clicks/';
    await keepCopy(all, { export: id, copy, there: true, by: 'ivan' });
    await change('anna', 'withdrawn');

    await tellThoseResponsible(parts);

    expect(notices.told).toMatchObject([{ kind: 'data-set', copies: [copy] }, { kind: 'run' }]);
    expect(
      (await departures({ ...all, runs: memoryRuns(), index: memoryHeldIndex(all.store, memoryRuns()) })).exports,
    ).toEqual([{ export: id, reader: 'ivan', copies: [copy], people: 5, gone: 1 }]);
  });

  test('are told once, and of who goes later once more', async () => {
    const { parts, notices, change } = await setup();
    await change('anna', 'withdrawn');
    for (let times = 0; times < 3; times++) await tellThoseResponsible(parts);
    expect(notices.told).toHaveLength(2);
    await change('carl', 'erased');
    await tellThoseResponsible(parts);
    expect(said(notices.told.slice(2))).toEqual([
      ['data-set', 5, 2],
      ['run', 5, 2],
    ]);
    expect(new Set(notices.told.map(({ notice }) => notice)).size).toBe(4);
  });

  test('are told anew of who came back and went again', async () => {
    const { parts, notices, change } = await setup();
    for (const state of ['withdrawn', 'live', 'withdrawn'] as const) {
      await change('anna', state);
      await tellThoseResponsible(parts);
    }
    expect(notices.told).toHaveLength(4);
  });

  test('are told what the bus did not take by the next look, under the same name', async () => {
    const { parts, notices, change } = await setup();
    await change('anna', 'withdrawn');
    notices.takes = 1;
    await expect(tellThoseResponsible(parts)).rejects.toThrow(NotTold);
    notices.takes = Number.POSITIVE_INFINITY;
    expect(await tellThoseResponsible(parts)).toEqual({ departures: 1, stopped: 0 });
    expect(said(notices.told)).toEqual([
      ['data-set', 5, 1],
      ['run', 5, 1],
    ]);
  });

  test('of a data set that opens no more are not told, of its run they are', async () => {
    const { parts, notices, change, id, store } = await setup();
    await store.revoke(id);
    await change('anna', 'withdrawn');
    await tellThoseResponsible(parts);
    expect(said(notices.told)).toEqual([['run', 5, 1]]);
  });

  test('are told once of one that stopped, and why', async () => {
    const { parts, notices, create, store } = await setup();
    const { export: other } = await create({}, sampleExport().export.replace(/.$/, 'Z'));
    await store.stop(other, 'no-grant');
    for (let times = 0; times < 2; times++) await tellThoseResponsible(parts);
    expect(notices.told).toMatchObject([{ kind: 'stopped', export: other, reader: 'ivan', why: 'no-grant' }]);
  });

  test('are told of one that IAM keeps from being made, when that lasts longer than a resume takes', async () => {
    const { parts, notices, create, store, clock } = await setup();
    const { export: other } = await create({}, sampleExport().export.replace(/.$/, 'Z'));
    await store.denied(other, clock.now());
    await tellThoseResponsible(parts);
    expect(notices.told).toEqual([]);
    clock.time += 16 * 60_000;
    for (let times = 0; times < 2; times++) await tellThoseResponsible(parts);
    expect(said(notices.told)).toEqual([['stopped', 'denied']]);
  });

  test('are told once of one that is being made for a day', async () => {
    const { parts, notices, create, clock } = await setup();
    await create();
    clock.time += 23 * HOUR;
    expect(await tellThoseResponsible(parts)).toMatchObject({ stopped: 0 });
    clock.time += 2 * HOUR;

    for (let times = 0; times < 2; times++) await tellThoseResponsible(parts);

    expect(said(notices.told)).toEqual([['stopped', 'late']]);
  });

  test('whoever tells may die anywhere: nothing is lost, and what is told twice has one name', async () => {
    for (let dies = 0, died = true; died; dies++) {
      const { parts, notices, change, create, store } = await setup();
      const { export: other } = await create({}, sampleExport().export.replace(/.$/, 'Z'));
      await store.stop(other, 'no-grant');
      await change('anna', 'withdrawn');
      await change('bert', 'erased');
      let left = dies;
      /** Dies after it was done, so that nobody hears of it. */
      const mortal = <T extends object>(port: T): T =>
        new Proxy(port, {
          get: (of, name) => {
            const value = Reflect.get(of, name) as unknown;
            if (typeof value !== 'function' || name === 'people') return value;
            return async (...args: unknown[]) => {
              const answer = await (value as (...given: unknown[]) => Promise<unknown>).apply(of, args);
              if (left-- === 0) throw new Error('died');
              return answer;
            };
          },
        });
      const first = tellThoseResponsible({ ...parts, told: mortal(parts.told), notices: mortal(notices) });
      died = await first.then(
        () => false,
        () => true,
      );
      await tellThoseResponsible(parts);
      await tellThoseResponsible(parts);

      const byNotice = new Map(notices.told.map((one) => [one.notice, one]));
      expect({ dies, said: said([...byNotice.values()]).sort() }).toEqual({
        dies,
        said: [
          ['data-set', 5, 2],
          ['run', 5, 2],
          ['stopped', 'no-grant'],
        ],
      });
      if (!died) expect(notices.told).toHaveLength(3);
    }
  });

  test('two looks at a time tell each once', async () => {
    const { parts, notices, change } = await setup();
    await change('anna', 'withdrawn');
    await Promise.allSettled([tellThoseResponsible(parts), tellThoseResponsible(parts)]);
    await tellThoseResponsible(parts);
    expect(new Set(notices.told.map(({ notice }) => notice)).size).toBe(2);
  });
});

/** What every store of what was told keeps. @param make one with somebody in an export, and in a run that used it */
function toldContract(make: () => Promise<ToldStore>): void {
  const all = async (store: ToldStore) => {
    const found: MarkedHeld[] = [];
    for await (const page of store.people()) found.push(...page);
    return found;
  };
  test('what is claimed is claimed once, until they are back', async () => {
    const store = await make();
    const [first, second] = await all(store);
    expect([first!.run, second!.run]).toEqual([undefined, 'r']);
    expect(await store.claim([second!], 'a')).toBe(true);
    expect(await store.claim([first!, second!], 'b')).toBe(false);
    await store.told(second!);
    expect(await all(store)).toEqual([first, { ...second, notice: 'a', told: true }]);
    await store.back(second!);
    expect(await all(store)).toEqual([first, second]);
    expect(await store.claim([first!, second!], 'c')).toBe(true);
  });

  test('a stop is claimed once, and what the last look saw is kept', async () => {
    const store = await make();
    expect(await store.claimStop({ export: 'x', notice: 'n' }, 1)).toBe(true);
    expect(await store.claimStop({ export: 'x', notice: 'm' }, 1)).toBe(false);
    expect(await store.stops()).toEqual([{ export: 'x', notice: 'n' }]);
    await store.toldStop({ export: 'x', notice: 'n' });
    expect(await store.stops()).toEqual([{ export: 'x', notice: 'n', told: true }]);
    expect(await store.seen()).toBeUndefined();
    await store.see('mark');
    expect([await store.seen(), (await store.stops()).length]).toEqual(['mark', 1]);
  });
}
const PEOPLE = [{ subject: 'anna', keyId: 'k', trims: [{ from: 1, to: 2 }] }];
const RUN = { run: 'r', model: 'm', by: 'ivan', at: NOW, purpose: 'p', disclosure: '1.0', rows: 1, people: 1 };
const cutOne = async (store: ReturnType<typeof awsExports>) => {
  const made = sampleExport();
  await store.create(made);
  await store.plan(made.export, [{ part: 'a', subject: 'anna', segments: [], events: 1 }], 1);
  const counts = { ...noCounts(), rows: 1 };
  await store.cut(made.export, 'a', { counts, recall: { planted: 0, found: 0 }, keyId: 'k', trims: PEOPLE[0]!.trims });
  return made.export;
};
describe('what was told, in memory', () =>
  toldContract(async () => {
    const { store } = await exportingSetup();
    const runs = memoryRuns();
    await runs.declare({ ...RUN, export: await cutOne(store) }, PEOPLE);
    return memoryTold(memoryHeldIndex(store, runs));
  }));
describe('what was told, in DynamoDB', () =>
  toldContract(async () => {
    const of = { documents: dynamoDouble({ Exports: ['export', 'item'] }).documents(), table: 'Exports' };
    await awsRuns(of).declare({ ...RUN, export: await cutOne(awsExports(of)) }, PEOPLE);
    // What is noted beside it is of no use to who reads the index.
    for await (const page of awsHeldIndex(of).people()) expect(page).toHaveLength(2);
    return awsTold(of);
  }));

test('a notice is an event of its own, by name of its kind; what is not taken is said', async () => {
  const sent: { Entries: { Source: string; DetailType: string; Detail: string }[] }[] = [];
  const events = {
    send: async ({ input }: { input: (typeof sent)[0] }) => {
      sent.push(input);
      return {
        FailedEntryCount: 1,
        Entries: input.Entries.map((_, n) => (n === 1 ? { ErrorCode: 'Throttled' } : { EventId: 'e' })),
      };
    },
  };
  const bus = awsNotices({ events: events as never, program: 'p' });
  const notices = Array.from({ length: 12 }, (_, n) => ({
    ...{
      kind: 'stopped' as const,
      notice: `n${n}`,
      export: 'x',
      reader: 'ivan',
      purpose: 'research',
      why: 'limit' as const,
    },
  }));
  expect([...(await bus.tell(notices))]).toEqual(['n0', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9', 'n10']);
  expect(sent.map(({ Entries }) => Entries.length)).toEqual([10, 2]);
  const { Source, DetailType, Detail } = sent[0]!.Entries[0]!;
  expect([Source, DetailType]).toEqual(['sluice', NOTICE_TYPES.stopped]);
  expect(JSON.parse(Detail)).toEqual({
    ...{ program: 'p', notice: 'n0', export: 'x', reader: 'ivan', purpose: 'research', why: 'limit' },
  });
});
