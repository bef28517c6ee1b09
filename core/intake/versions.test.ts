/**
 * Disclosures change while frames are in flight: what a redactor of one version may do with frames, consents and lanes of
 * others (docs/decisions/disclosure-versions.md).
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { click, createWorld, type Lease, type World } from '../../test/fixtures/world.ts';
import type { RefuseReason } from '../books/counters.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { isOutdated } from './errors.ts';
import type { Batch } from './pipeline.ts';

/** In the order in which they were released; 1.1 takes keys away, 1.2 clicks too far right, 2.0 widens again. */
const VERSIONS = ['1.0', '1.1', '1.2', '2.0'] as const;
type Version = (typeof VERSIONS)[number];
const order = (version: string) => VERSIONS.indexOf(version as Version);

const disclosureOf = (version: Version): Disclosure =>
  sampleDisclosure((one) => {
    one.version = version;
    if (version === '1.1' || version === '1.2') delete one.events.key;
    if (version === '1.2') delete one.applications.terminal;
  });
const DISCLOSURES = Object.fromEntries(VERSIONS.map((version) => [version, disclosureOf(version)])) as Record<
  Version,
  Disclosure
>;
/** What of a frame each version stores. */
const EVENTS = { click: [...VERSIONS], key: ['1.0', '2.0'], terminal: ['1.0', '1.1', '2.0'] } as const;
const frameOf = (x: number) => [
  click(x),
  { kind: 'key', time: 1, app: 'editor', type: 'keydown', code: 'KeyA', key: 'Enter' },
  click(x + 1, 'terminal'),
];
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

/**
 * Redactors of several versions on one shard, deploys in between, functions that die or go on after they were thought dead,
 * consents given anew. The oracle knows what was sent and what each version stores, and nothing of lanes and chunks.
 */
describe('two releases on one shard, in any order', () => {
  const MINORS = ['1.0', '1.1', '1.2'] as const;
  type Minor = (typeof MINORS)[number];
  interface Play {
    /** Each step: which redactor is given how much of the stream from its position, or one that hangs behind. */
    steps: readonly { redactor: number; size: number; back: number; together: boolean }[];
    /** Frames between steps: whose, and after how many steps control knows the next version. */
    sends: readonly number[];
    controlAt: readonly [number, number];
    redactorAt: readonly [number, number];
    /** Somebody consents anew after this many steps. */
    consentAt: number;
    fault: readonly ('unknown-lost' | 'unknown-written' | undefined)[];
  }
  const step = fc.nat({ max: 40 });
  const plays: fc.Arbitrary<Play> = fc.record({
    steps: fc.array(
      fc.record({
        redactor: fc.nat({ max: 2 }),
        size: fc.integer({ min: 1, max: 6 }),
        back: fc.nat({ max: 3 }),
        together: fc.boolean(),
      }),
      { minLength: 5, maxLength: 40 },
    ),
    sends: fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 40 }),
    controlAt: fc.tuple(step, step),
    redactorAt: fc.tuple(step, step),
    consentAt: step,
    fault: fc.array(fc.constantFrom('unknown-lost', 'unknown-written', undefined, undefined, undefined), {
      maxLength: 20,
    }),
  });
  const SUBJECTS = ['anna', 'bert'];
  const at = (now: number, moments: readonly [number, number]) => moments.filter((moment) => moment <= now).length;

  async function play(given: Play) {
    const world = createWorld();
    const faults = [...given.fault];
    const fault = () => faults.shift();
    const pipelines = MINORS.map((version) =>
      world.pipeline({
        disclosure: DISCLOSURES[version],
        intake: world.intake(fault),
        redactor: failingAt(() => false),
      }),
    );
    for (const subject of SUBJECTS) await world.enrol(subject);
    const committed: string[] = [];
    let waits = 0;
    const put = world.tables.index.set.bind(world.tables.index);
    world.tables.index.set = (key, row) => {
      committed.push(row.disclosure);
      return put(key, row);
    };
    const sent: { subject: string; serial: string; lease: Minor; number: number }[] = [];
    const records: Batch['records'][number][] = [];
    let position = 0;
    const deliver = async (redactor: number, from: number, size: number): Promise<void> => {
      const batch = records.slice(from, from + size);
      if (batch.length === 0) return;
      const result = await pipelines[redactor]!.process({ shard: world.shard, records: batch });
      const failed = records.findIndex(({ sequence }) => sequence === result.failedFrom);
      if (isOutdated(result.error)) waits++;
      position = Math.max(position, failed === -1 ? from + batch.length : failed);
    };

    for (const [now, { redactor, size, back, together }] of given.steps.entries()) {
      if (now === given.consentAt)
        world.change('anna', { serial: 'ZZZ', disclosure: MINORS[at(now, given.controlAt)]! });
      for (let frames = given.sends[now % given.sends.length]!; frames > 0; frames--) {
        await send(world, sent, records, SUBJECTS[frames % 2]!, MINORS[at(now, given.controlAt)]!);
      }
      // The redactor of today, or, hung behind, any that was before it.
      const today = at(now, given.redactorAt);
      const from = Math.max(0, position - back);
      const one = deliver(Math.min(redactor, today), from, size);
      await Promise.all(together ? [one, deliver(today, from, size + 1)] : [one]);
    }
    // The last release is everywhere.
    for (let tries = 0; position < records.length; tries++) {
      if (tries > 100) throw new Error('the stream is not drained');
      await deliver(2, position, 25);
    }
    return { world, sent, committed, waits };
  }

  async function send(
    world: World,
    sent: { subject: string; serial: string; lease: Minor; number: number }[],
    records: Batch['records'][number][],
    subject: string,
    lease: Minor,
  ) {
    const number = sent.filter((one) => one.subject === subject).length + 1;
    const given = await world.lease(subject, `${subject}-device`, { disclosure: lease });
    sent.push({ subject, serial: given.claims.serial, lease, number });
    records.push(world.record(world.frame(given, number, frameOf(number * 10)), subject));
  }

  test('nothing is lost or stored twice; nothing is stored by an older release after a newer one', async () => {
    let [waited, mixed] = [0, 0];
    await fc.assert(
      fc.asyncProperty(plays, async (given) => {
        const { world, sent, committed, waits } = await play(given);

        expect([...committed].sort()).toEqual(committed);
        const stored = await world.stored();
        const clicks = new Map<number, string>();
        for (const { row, events } of stored) {
          for (const { kind, app, x } of events as { kind: string; app: string; x: number }[]) {
            const what = kind === 'key' ? 'key' : app === 'terminal' ? 'terminal' : 'click';
            expect(EVENTS[what] as readonly string[]).toContain(row.disclosure);
            if (what !== 'click') continue;
            const frame = sent.find((one) => one.subject === row.subject && one.number * 10 === x)!;
            expect(clicks.has(sent.indexOf(frame))).toBe(false);
            clicks.set(sent.indexOf(frame), row.disclosure);
            expect(order(frame.lease)).toBeLessThanOrEqual(order(row.disclosure));
          }
        }
        // Whose consent still stands is stored; the others' frames were stored before, or refused.
        for (const [index, { subject, serial }] of sent.entries()) {
          if (serial === world.tables.subjects.get(subject)!.serial) expect(clicks.has(index)).toBe(true);
        }
        const counters = world.counters() as Record<string, number>;
        const refused = (reason: RefuseReason) => counters[`refused:${reason}`] ?? 0;
        expect((counters.admitted ?? 0) + refused('consent')).toBe(sent.length);
        expect([refused('poison'), counters.missing ?? 0]).toEqual([0, 0]);
        if (new Set(committed).size > 1) mixed++;
        if (waits > 0) waited++;
      }),
      { numRuns: 30 },
    );
    expect(Math.min(waited, mixed)).toBeGreaterThan(3);
  }, 60_000);
});
