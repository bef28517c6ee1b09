import { expect, test } from '@jest/globals';
import { MALFORMED, type MalformedKind, type Workbench } from '../../test/fixtures/malformed.ts';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { click, createWorld, type World } from '../../test/fixtures/world.ts';
import { type CounterName, type Counters, count } from '../books/counters.ts';
import type { StreamRecord } from './intake.ts';

const SEALED = new Set(['bad-compression', 'too-large', 'too-many-lines']);

async function setup() {
  const world = createWorld();
  await world.enrol('bad');
  await world.enrol('good');
  return world;
}

/** A record of one kind, of a device of its own. */
async function recordOf(world: World, { make }: MalformedKind, device: string): Promise<StreamRecord> {
  const lease = await world.lease('bad', device);
  const workbench: Workbench = {
    ...{ world, subject: 'bad', lease, good: world.frame(lease, 7, [click(1)]) },
    leaseWith: (change) => world.lease('bad', device, change),
  };
  const { data, partitionKey = 'bad', arrival } = (await make(workbench)) as Partial<StreamRecord> & { data: Buffer };
  return world.record(data, partitionKey, arrival);
}

/** A record of each kind, and a good one behind it. */
async function recordsOf(world: World): Promise<StreamRecord[]> {
  const records: StreamRecord[] = [];
  const lease = await world.lease('good');
  for (const [at, kind] of MALFORMED.entries()) {
    records.push(await recordOf(world, kind, `device-${at}`));
    records.push(world.record(world.frame(lease, at + 1, [click(10_000 + at)]), 'good'));
  }
  return records;
}

test('there are 100 kinds, each with a name of its own', () => {
  expect(new Set(MALFORMED.map(({ name }) => name)).size).toBe(100);
});

test('100 kinds among good frames in one batch: all good events are stored, every bad one is counted by its reason', async () => {
  const world = await setup();
  const records = await recordsOf(world);
  const expected: Counters = {};
  const faults: Record<string, number> = {};
  for (const { expected: one } of MALFORMED) {
    const name: CounterName = 'refused' in one ? `refused:${one.refused}` : `dropped:${one.dropped}`;
    count(expected, name);
    if ('refused' in one && one.fault) faults[one.fault] = (faults[one.fault] ?? 0) + 1;
  }

  const result = await world.pipeline().process({ shard: world.shard, records });

  expect(result.error).toBeUndefined();
  expect(result.records).toBe(200);
  expect(result.counters).toMatchObject(expected);
  expect(result.faults).toEqual(faults);
  const counted = Object.keys(result.counters).filter((name) => /^(refused|dropped):/.test(name));
  expect(counted.sort()).toEqual(Object.keys(expected).sort());

  const stored = (await world.stored()).flatMap(({ row, events }) => events.map(({ x }) => `${row.subject} ${x}`));
  const lines = MALFORMED.filter((one) => 'dropped' in one.expected).length;
  const good = MALFORMED.map((_, at) => `good ${10_000 + at}`);
  expect(stored.sort()).toEqual([...good, ...Array.from({ length: lines }, () => 'bad 1')].sort());
});

test.each(MALFORMED)('$name', async (kind) => {
  const world = await setup();
  const record = await recordOf(world, kind, 'device');
  const { expected } = kind;

  const redactor = failingAt(() => false);
  const result = await world.pipeline({ redactor }).process({ shard: world.shard, records: [record] });

  expect(result.error).toBeUndefined();
  if ('refused' in expected) {
    expect(result.counters).toMatchObject({ [`refused:${expected.refused}`]: 1 });
    expect(result.faults).toEqual(expected.fault ? { [expected.fault]: 1 } : {});
    if (expected.fault === undefined) return;
    // What the device itself has sealed is accounted for; a number that anybody may have written moves no window.
    const windows = world.tables.subjects.get('bad')!.windows.size;
    expect([result.counters.unreadable, windows]).toEqual(SEALED.has(expected.fault) ? [undefined, 1] : [1, 0]);
  } else {
    expect(result.counters).toMatchObject({ admitted: 1, stored: 1, [`dropped:${expected.dropped}`]: 1 });
  }
});
