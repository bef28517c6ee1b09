/**
 * Disclosures change while frames are in flight: what a redactor of one version may do with frames, consents and lanes of
 * others (docs/decisions/disclosure-versions.md).
 */
import { describe, expect, test } from '@jest/globals';
import { DISCLOSURES, EVENTS, frameOf, order, VERSIONS, type Version } from '../../test/fixtures/versions.ts';
import { click, createWorld, type Lease } from '../../test/fixtures/world.ts';
import { isOutdated } from './errors.ts';

const storedOf = (version: string) =>
  Object.values(EVENTS).filter((versions) => (versions as readonly string[]).includes(version)).length;

describe('every combination of consent, lease, redactor and lane', () => {
  const world = createWorld();
  let deliveries = 0;
  const pipelines = new Map(VERSIONS.map((mine) => [mine, world.pipeline({ disclosure: DISCLOSURES[mine] })]));

  async function deliver(consented: Version, lease: Version, mine: Version, committed: Version | undefined) {
    const lane = `frames/1/${consented}-${lease}-${mine}-${committed}-${++deliveries}`;
    const subject = `subject-of-${lane}`;
    await world.enrol(subject);
    world.change(subject, { disclosure: consented });
    await world.gate.addLane(lane);
    await world.gate.openLane(lane, 1);
    if (committed) world.tables.lanes.get(lane)!.disclosure = committed;
    const given = await world.lease(subject, 'laptop', { disclosure: lease });
    const record = world.record(world.frame(given, 1, frameOf(1)), subject);
    const result = await pipelines.get(mine)!.process({ shard: { ...world.shard, lane }, records: [record] });
    return {
      ...{ result, record, row: world.tables.lanes.get(lane)! },
      windows: world.tables.subjects.get(subject)!.windows,
      stored: [...world.tables.index.values()].filter((one) => one.subject === subject),
    };
  }

  const pairs = VERSIONS.flatMap((consented) => VERSIONS.map((lease) => [consented, lease] as const));
  const others = VERSIONS.flatMap((mine) => [undefined, ...VERSIONS].map((committed) => [mine, committed] as const));

  test.each(pairs)('consent %s, lease %s, with every redactor and lane', async (consented, lease) => {
    for (const [mine, committed] of others) {
      const { result, record, row, windows, stored } = await deliver(consented, lease, mine, committed);
      if (order(committed ?? '1.0') > order(mine) || order(lease) > order(mine)) {
        // Waits: nothing is known of it, and no attempt is left that could make poison of it.
        expect([mine, committed, isOutdated(result.error)]).toEqual([mine, committed, true]);
        expect(result).toMatchObject({ failedFrom: record.sequence, records: 0, counters: {} });
        expect([windows.size, stored, row.disclosure, row.counters]).toEqual([0, [], committed, undefined]);
        expect(row.attempts ?? 0).toBe(0);
        continue;
      }
      expect([result.error, row.disclosure]).toEqual([undefined, mine]);
      expect([...windows]).toEqual([['laptop', { high: 1, seen: 1n }]]);
      const oneMajor = new Set([consented, lease, mine].map((version) => version[0])).size === 1;
      if (oneMajor && order(consented) <= order(lease)) {
        expect(result.counters).toMatchObject({ admitted: 1, stored: storedOf(mine) });
        expect(stored).toMatchObject([{ disclosure: mine, events: storedOf(mine) }]);
      } else {
        expect(result.counters).toEqual({ 'refused:consent': 1 });
        expect(stored).toEqual([]);
      }
    }
  });
});

test('a frame that waits holds up what is behind it, and not what is before it', async () => {
  const world = createWorld();
  const now = { disclosure: DISCLOSURES['1.0'] };
  const later = { disclosure: DISCLOSURES['1.1'] };
  for (const subject of ['anna', 'bert']) await world.enrol(subject);
  const old = { anna: await world.lease('anna'), bert: await world.lease('bert') };
  const fresh = await world.lease('anna', 'anna-device', { disclosure: '1.1' });
  const frames: [Lease, number][] = [
    [old.anna, 1],
    [old.bert, 1],
    [fresh, 2],
    [old.anna, 3],
    [old.bert, 2],
  ];
  const records = frames.map(([lease, number]) =>
    world.record(world.frame(lease, number, [click(number)]), lease.claims.subject),
  );
  const shard = world.shard;

  const first = await world.pipeline(now).process({ shard, records });

  expect(isOutdated(first.error)).toBe(true);
  expect(first).toMatchObject({ failedFrom: records[2]!.sequence, records: 2, counters: { admitted: 2 } });
  // However often, and alone: five attempts would be poison.
  for (let times = 0; times < 7; times++) {
    const again = await world.pipeline(now).process({ shard, records: records.slice(2, 3) });
    expect([isOutdated(again.error), again.records]).toEqual([true, 0]);
  }
  const last = await world.pipeline(later).process({ shard, records: records.slice(2) });
  expect(last).toMatchObject({ records: 3, counters: { admitted: 3 } });
  expect(world.counters()).toMatchObject({ admitted: 5, stored: 5 });
});

test('a lease of another person’s, newer, holds up nobody: it is misrouted for every version', async () => {
  const world = createWorld();
  await world.enrol('anna');
  const newer = await world.lease('mallory', 'd', { disclosure: '9.0', serial: 'x' });
  const records = [world.record(world.frame(newer, 1, [click(1)]), 'anna')];
  const result = await world.pipeline().process({ shard: world.shard, records });
  expect(result).toMatchObject({ records: 1, counters: { 'refused:misrouted': 1 } });
});

test('what a newer release committed meanwhile is done, also for the older one that was about to', async () => {
  const world = createWorld();
  await world.enrol('anna');
  const record = world.record(world.frame(await world.lease('anna'), 1, frameOf(1)), 'anna');
  const batch = { shard: world.shard, records: [record] };
  const newer = world.pipeline({ disclosure: DISCLOSURES['1.1'] });
  const intake = world.intake();
  const commit: typeof intake.commit = async (chunk) => {
    await newer.process(batch);
    return intake.commit(chunk);
  };
  const older = world.pipeline({ disclosure: DISCLOSURES['1.0'], intake: { ...intake, commit } });

  const result = await older.process(batch);

  expect([result.failedFrom, result.error]).toEqual([undefined, undefined]);
  expect(world.counters()).toMatchObject({ admitted: 1 });
});
