import { describe, expect, test } from '@jest/globals';
import { click, createWorld, type World } from '../../test/fixtures/world.ts';
import type { SubjectRow } from '../consent/subject.ts';
import { kidOf } from '../lease/lease-keys.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { createDamage, DAMAGE_HOLDS, MOST_NOTED, NOTE_KEPT } from './damage.ts';
import type { StreamRecord } from './intake.ts';

/** What is broken, how it is mended, and as what its frames are refused when it is not. */
const DAMAGES = [
  {
    what: "a subject's key that does not open",
    name: (world: World) => `key:${world.tables.subjects.get('bad')!.keyId}`,
    hurt(world: World) {
      const { keyId } = world.tables.subjects.get('bad')!;
      const key = world.keys.get(keyId)!;
      world.keys.set(keyId, key.slice(1));
      return () => world.keys.set(keyId, key);
    },
    refused: { 'refused:key': 2 },
  },
  {
    what: "a subject's row that cannot be read",
    name: () => 'row:bad',
    hurt(world: World) {
      const row = world.tables.subjects.get('bad')!;
      world.damagedRows.add('bad');
      return () => {
        world.damagedRows.delete('bad');
        world.tables.subjects.set('bad', row);
      };
    },
    refused: { 'refused:row': 2, unreadable: 2 },
  },
  {
    what: "a day's lease key that does not open",
    name: (world: World) => `lease-key:${kidOf(world.time.now - 86_400_000)}`,
    hurt(world: World) {
      const kid = kidOf(world.time.now - 86_400_000);
      const key = world.leaseKeys.keys.get(kid)!;
      world.leaseKeys.keys.set(kid, key.slice(1));
      return () => world.leaseKeys.keys.set(kid, key);
    },
    refused: { 'refused:key': 2, unreadable: 2 },
    faults: { 'lease-key': 2 },
  },
];

describe.each(DAMAGES)('$what', ({ hurt, name, refused, faults = {} }) => {
  const setup = async () => {
    const world = createWorld();
    await world.enrol('bad');
    await world.enrol('good');
    const issued = world.time.now - 86_400_000;
    const bad = await world.lease('bad', 'd', { issued });
    const good = await world.lease('good');
    const records = [
      world.record(world.frame(good, 1, [click(1)]), 'good'),
      world.record(world.frame(bad, 1, [click(2)]), 'bad'),
      world.record(world.frame(good, 2, [click(3)]), 'good'),
      world.record(world.frame(bad, 2, [click(4)]), 'bad'),
      world.record(world.frame(good, 3, [click(5)]), 'good'),
    ];
    // Lambda's way: what is not done comes again, alone at times.
    let from = 0;
    const deliver = async (size = records.length) => {
      const batch = records.slice(from, from + size);
      const result = await world.pipeline({ keyRing: memoryKeyRing({ keys: world.keys }) }).process({
        shard: world.shard,
        records: batch,
      });
      from =
        result.failedFrom === undefined
          ? from + batch.length
          : records.findIndex(({ sequence }) => sequence === result.failedFrom);
      return result;
    };
    return { world, records, deliver };
  };

  test('holds up its subject alone, and says so', async () => {
    const { world, records, deliver } = await setup();
    const damaged = name(world);
    hurt(world);
    const result = await deliver();
    expect(result).toMatchObject({ failedFrom: records[1]!.sequence, error: { name: 'Unavailable' } });
    expect(result.damaged).toEqual([damaged]);
    expect(world.counters()).toMatchObject({ admitted: 3, stored: 3 });
    expect(world.tables.lanes.get(world.shard.lane)!.damaged).toEqual(new Map([[damaged, world.time.now]]));
  });

  test('when it is mended in time nothing is lost, however often its frames came alone', async () => {
    const { world, deliver } = await setup();
    const mend = hurt(world);
    for (const size of [5, 1, 1, 5, 1, 1, 1, 1, 1]) await deliver(size);
    world.time.now += DAMAGE_HOLDS - 1;
    await deliver();
    mend();
    await deliver();
    expect(world.counters()).toMatchObject({ admitted: 5, stored: 5 });
    expect(world.counters()).not.toHaveProperty('refused:poison');
    expect(world.counters()).not.toHaveProperty('missing');
  });

  test('when it is not, its frames are refused by a reason of their own, those that come later at once', async () => {
    const { world, records, deliver } = await setup();
    hurt(world);
    await deliver();
    world.time.now += DAMAGE_HOLDS;
    const over = await deliver();
    expect([over.error, over.faults]).toEqual([undefined, faults]);
    expect(world.counters()).toMatchObject({ admitted: 3, stored: 3, ...refused });

    const late = world.record(records[3]!.data, 'bad');
    const result = await world.pipeline({ keyRing: memoryKeyRing({ keys: world.keys }) }).process({
      shard: world.shard,
      records: [late],
    });
    expect(result.error).toBeUndefined();
  });
});

test('however many are damaged, the row of the lane holds a few names, and what is whole is stored', async () => {
  const world = createWorld();
  const many = [...Array(MOST_NOTED + 30).keys()].map((n) => `subject-${n}`);
  const records: StreamRecord[] = [];
  for (const subject of [...many, 'good']) {
    await world.enrol(subject);
    const lease = await world.lease(subject);
    records.push(world.record(world.frame(lease, 1, [click(1)]), subject));
    if (subject !== 'good') world.damagedRows.add(subject);
  }
  const deliver = () => world.pipeline().process({ shard: world.shard, records });
  const noted = () => world.tables.lanes.get(world.shard.lane)!.damaged!;

  expect((await deliver()).damaged).toHaveLength(many.length);
  expect(noted().size).toBe(MOST_NOTED + 1);
  expect(world.counters()).toMatchObject({ stored: 1 });
  world.time.now += DAMAGE_HOLDS - 1;
  expect((await deliver()).failedFrom).toBe(records[0]!.sequence);
  world.time.now += 1;
  expect((await deliver()).error).toBeUndefined();
  expect(world.counters()).toMatchObject({ stored: 1, 'refused:row': many.length });

  // Nobody mends them: notes go in time, and what is damaged later holds up its subject as long as ever.
  world.time.now += NOTE_KEPT;
  const lease = await world.lease('good');
  for (let number = 2; noted().size > 0 && number < 20; number++) {
    const alone = [world.record(world.frame(lease, number, [click(number)]), 'good')];
    expect((await world.pipeline().process({ shard: world.shard, records: alone })).error).toBeUndefined();
  }
  expect(noted().size).toBe(0);
});

test('what more is damaged than is noted by name waits as well, and its note goes when there is room', async () => {
  const clock = { time: NOTE_KEPT, now: () => clock.time };
  const row = new Map([...Array(MOST_NOTED).keys()].map((n) => [`key:${n}`, clock.time]));
  const noteDamage = async (_lane: string, name: string, at: number) => {
    row.set(name, row.get(name) ?? at);
    return row.get(name)!;
  };
  const isOver = (name: string) => createDamage('lane', { noteDamage }, clock).isOver(name, row);
  expect([await isOver('key:a'), await isOver('row:b')]).toEqual([false, false]);
  expect([...row.keys()].slice(MOST_NOTED)).toEqual(['others']);
  clock.time += DAMAGE_HOLDS;
  expect([await isOver('key:a'), await isOver('row:c')]).toEqual([true, true]);
  const { outdated } = createDamage('lane', { noteDamage }, clock);
  expect(outdated(row)).toEqual([]);
  for (const gone of ['key:0', 'key:1']) row.delete(gone);
  expect(outdated(row)).toEqual(['others']);
  row.delete('others');
  expect([await isOver('key:a'), row.has('key:a')]).toEqual([false, true]);
});

test('a note that the row of the lane has is not written again, and a new one is written once a batch', async () => {
  const written: string[] = [];
  const noteDamage = async (_lane: string, name: string, at: number) => {
    written.push(name);
    return at;
  };
  const damage = createDamage('lane', { noteDamage }, { now: () => DAMAGE_HOLDS });
  const row = new Map([['key:old', 0]]);
  expect([await damage.isOver('key:old', row), await damage.isOver('key:new', row)]).toEqual([true, false]);
  expect(await damage.isOver('key:new', row)).toBe(false);
  expect(written).toEqual(['key:new']);
  expect(damage.seen).toEqual(new Set(['key:old', 'key:new']));
});

test('notes go after a week, twenty at a time; there is room for the others below a hundred', () => {
  const { outdated } = createDamage('lane', { noteDamage: async () => 0 }, { now: () => NOTE_KEPT });
  const names = (count: number) => Array.from({ length: count }, (_, at) => `key:${at}`);
  const row = (count: number, at: number) => new Map(names(count).map((name) => [name, at]));
  expect(outdated(undefined)).toEqual([]);
  expect(outdated(row(30, 1))).toEqual([]);
  expect(outdated(row(30, 0))).toEqual(names(20));
  expect(outdated(row(MOST_NOTED - 1, 1).set('others', 1))).toEqual([]);
  expect(outdated(row(MOST_NOTED - 2, 1).set('others', 1))).toEqual(['others']);
});

test.each([
  ['ahead', 365 * 86_400_000, true],
  ['a little ahead', DAMAGE_HOLDS / 2, false],
  ['behind', -DAMAGE_HOLDS, true],
])('a note of somebody whose clock was %s', async (_, off, over) => {
  const clock = { now: () => NOTE_KEPT };
  const damage = createDamage('lane', { noteDamage: async () => clock.now() + off }, clock);
  expect(await damage.isOver('key:a', undefined)).toBe(over);
});

test('a note is taken away once its key opens again', async () => {
  const world = createWorld();
  const { keyId } = (await world.enrol('anna')) as SubjectRow;
  const lease = await world.lease('anna');
  const key = world.keys.get(keyId)!;
  const deliver = (number: number) =>
    world.pipeline().process({
      shard: world.shard,
      records: [world.record(world.frame(lease, number, [click(number)]), 'anna')],
    });
  world.keys.set(keyId, new Uint8Array(1));
  await deliver(1);
  world.keys.set(keyId, key);
  expect((await deliver(1)).error).toBeUndefined();
  expect(world.tables.lanes.get(world.shard.lane)!.damaged).toEqual(new Map());
  // Damaged again, and much later: it holds up its subject for as long as the first time.
  world.time.now += DAMAGE_HOLDS * 2;
  world.keys.set(keyId, new Uint8Array(1));
  expect((await deliver(2)).error).toBeDefined();
});
