import { describe, expect, test } from '@jest/globals';
import { click, createWorld, hashOf, xs } from '../../test/fixtures/world.ts';
import { HIGHEST_NUMBER, REPLAY_WINDOW } from '../../wire/frame.ts';
import { DEVICES_PER_SUBJECT } from '../consent/consent.ts';
import { pause } from '../gate/pause.ts';
import { SUBJECTS_PER_CHUNK } from './open-subjects.ts';

describe('what is refused', () => {
  const run = async (
    build: (world: ReturnType<typeof createWorld>) => Promise<void>,
    shard?: Parameters<typeof createWorld>[0],
  ) => {
    const world = createWorld(shard);
    await world.enrol('anna');
    await build(world);
    return world;
  };

  test('a frame sent twice is stored once', async () => {
    const world = await run(async () => {});
    const frame = world.frame(await world.lease('anna'), 1, [click(1)]);
    const records = [world.record(frame, 'anna'), world.record(frame, 'anna')];
    await world.pipeline().process({ shard: world.shard, records });
    expect(world.counters()).toMatchObject({ admitted: 1, stored: 1, 'refused:repeated': 1 });
    expect(world.counters()).not.toHaveProperty('unreadable');
  });

  test('a frame of another subject, program or shard, without moving a window', async () => {
    const hash = hashOf('anna');
    const world = await run(async () => {}, {
      shard: { lane: 'frames/1/b', hashFrom: hash, hashTo: 'f'.repeat(32) },
    });
    const lease = await world.lease('anna');
    const foreign = await world.lease('anna', 'anna-device', { program: 'other' });
    const below = ['bert', 'carl', 'dora', 'emil', 'fred'].find((name) => hashOf(name) < hash)!;
    await world.enrol(below);
    const records = [
      world.record(world.frame(lease, 1, [click(1)]), 'bert'),
      world.record(world.frame(foreign, 2, [click(2)]), 'anna'),
      world.record(world.frame(await world.lease(below), 3, [click(3)]), below),
      world.record(world.frame(lease, 4, [click(4)]), 'anna'),
    ];
    await world.pipeline().process({ shard: world.shard, records });
    expect(world.counters()).toMatchObject({ admitted: 1, 'refused:misrouted': 3, unreadable: 3 });
    expect([...world.tables.subjects.get(below)!.windows.keys()]).toEqual([]);
  });

  test('a number that no device can have reached moves no window, and the counters stay exact', async () => {
    const world = await run(async () => {});
    const devices = [await world.lease('anna', 'one'), await world.lease('anna', 'two')];
    const records = devices.flatMap((lease) => [
      world.record(world.frame(lease, Number.MAX_SAFE_INTEGER, [click(1)]), 'anna'),
      world.record(world.frame(lease, HIGHEST_NUMBER + 1, [click(2)]), 'anna'),
      world.record(world.frame(lease, 1, [click(3)]), 'anna'),
    ]);
    const { faults } = await world.pipeline().process({ shard: world.shard, records });
    expect(faults).toEqual({ 'bad-number': 4 });
    expect(world.counters()).toMatchObject({ admitted: 2, 'refused:malformed': 4, unreadable: 4 });
    expect(world.counters()).not.toHaveProperty('missing');
  });

  test('devices that all leap as far as they can: what one chunk counts is exact still', async () => {
    const world = await run(async () => {});
    const records = [];
    for (let at = 0; at < SUBJECTS_PER_CHUNK; at++) {
      const subject = `subject-${at}`;
      await world.enrol(subject);
      for (let device = 0; device < DEVICES_PER_SUBJECT; device++) {
        const lease = await world.lease(subject, `${device}`);
        records.push(world.record(world.frame(lease, HIGHEST_NUMBER, [click(1)]), subject));
      }
    }
    const { chunks } = await world.pipeline().process({ shard: world.shard, records });
    expect(chunks).toBe(1);
    expect(world.counters().missing).toBe(records.length * (HIGHEST_NUMBER - REPLAY_WINDOW));
    expect(Number.isSafeInteger(world.counters().missing)).toBe(true);
  });

  test('a frame that arrives after its delivery window', async () => {
    const world = await run(async () => {});
    const lease = await world.lease('anna');
    const late = world.record(world.frame(lease, 1, [click(1)]), 'anna', lease.claims.deliverUntil + 1);
    const last = world.record(world.frame(lease, 2, [click(2)]), 'anna', lease.claims.deliverUntil);
    await world.pipeline().process({ shard: world.shard, records: [late, last] });
    expect(world.counters()).toMatchObject({ admitted: 1, 'refused:late': 1 });
    expect(world.tables.subjects.get('anna')!.windows.get('anna-device')).toEqual({ high: 2, seen: 3n });
  });

  test.each([
    ['withdrawn', { state: 'withdrawn' as const }],
    ['erased', { state: 'erased' as const }],
    ['consented again', { serial: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ' }],
    ['consented to another disclosure', { disclosure: '1.1' }],
  ])('frames of a subject who has %s', async (_, change) => {
    const world = await run(async () => {});
    const lease = await world.lease('anna');
    const record = world.record(world.frame(lease, 1, [click(1)]), 'anna');
    world.change('anna', change);
    await world.pipeline().process({ shard: world.shard, records: [record] });
    expect(world.counters()).toEqual({ 'refused:consent': 1 });
    expect(world.tables.index.size).toBe(0);
    expect(world.tables.subjects.get('anna')!.windows.get('anna-device')).toEqual({ high: 1, seen: 1n });
  });

  test('frames of nobody, and of a subject whose key is gone', async () => {
    const world = await run(async () => {});
    const [lease, nobody] = [await world.lease('anna'), await world.lease('nobody')];
    world.keys.clear();
    const records = [
      world.record(world.frame(nobody, 1, [click(1)]), 'nobody'),
      world.record(world.frame(lease, 1, [click(1)]), 'anna'),
    ];
    await world.pipeline().process({ shard: world.shard, records });
    expect(world.counters()).toEqual({ 'refused:consent': 2, unreadable: 1 });
  });

  test('a lane is opened after a pause at random, and once: not all shards ask the root at the same moment', async () => {
    const world = await run(async () => {});
    const waits: number[] = [];
    const deliver = async (number: number) => {
      const record = world.record(world.frame(await world.lease('anna'), number, [click(number)]), 'anna');
      const sleep = async (ms: number) => void waits.push(ms);
      await world.pipeline({ sleep, random: () => 0.25 }).process({ shard: world.shard, records: [record] });
    };
    await deliver(1);
    await pause({ collection: world.gate }, 'i1', world.clock);
    // The root is open again, and this lane is not yet.
    world.gate.rows.delete(world.shard.lane);
    await world.gate.addLane(world.shard.lane);
    await world.gate.closeLane(world.shard.lane, (await world.gate.read()).epoch);
    await world.gate.release('i1', (await world.gate.read()).epoch, world.time.now);
    await deliver(2);
    await deliver(3);
    expect(waits.filter((ms) => ms > 0)).toEqual([500]);
    expect(world.counters()).toMatchObject({ admitted: 2 });
  });

  test('frames of an epoch before the pause, after it and after the resume', async () => {
    const world = await run(async () => {});
    const lease = await world.lease('anna');
    const record = (number: number) => world.record(world.frame(lease, number, [click(number)]), 'anna');
    const process = (number: number) => world.pipeline().process({ shard: world.shard, records: [record(number)] });

    await process(1);
    await pause({ collection: world.gate }, 'i1', world.clock);
    await process(2);
    const { epoch } = await world.gate.read();
    await world.gate.release('i1', epoch, world.time.now);
    await process(3);
    const fresh = await world.lease('anna');
    const last = world.record(world.frame(fresh, 4, [click(4)]), 'anna');
    await world.pipeline().process({ shard: world.shard, records: [record(5), last, record(6)] });

    expect((await world.stored()).flatMap(({ events }) => xs(events))).toEqual([1, 4]);
    expect(world.counters()).toMatchObject({ admitted: 2, 'refused:epoch': 4 });
  });
});
