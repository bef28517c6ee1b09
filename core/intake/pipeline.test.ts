import { describe, expect, test } from '@jest/globals';
import { busyWorld, click, createWorld, NOON, type Stored, xs } from '../../test/fixtures/world.ts';
import { SUBJECTS_PER_CHUNK } from './open-subjects.ts';

describe('the way of a frame', () => {
  test("its events are stored under its subject's key, and counted", async () => {
    const world = createWorld();
    await world.enrol('anna');
    const lease = await world.lease('anna');
    const record = world.record(world.frame(lease, 1, [click(1), click(2), click(3, 'browser')]), 'anna');

    const result = await world.pipeline().process({ shard: world.shard, records: [record] });

    expect(result).toMatchObject({ chunks: 1, records: 1 });
    expect(result.failedFrom).toBeUndefined();
    const [{ row, events }] = (await world.stored()) as [Stored];
    expect(xs(events)).toEqual([1, 2]);
    // `button` is not disclosed.
    expect(events[0]).toEqual({ kind: 'click', time: NOON, app: 'editor', x: 1, y: 0 });
    expect(row).toMatchObject({
      ...{ subject: 'anna', lane: world.shard.lane, devices: ['anna-device'], events: 2, kinds: { click: 2 } },
      ...{ tier: 'routine', disclosure: '1.0', program: 'sample', arrivedFrom: record.arrival },
      readableFrom: record.arrival + 24 * 3_600_000,
      expiresSeconds: record.arrival / 1000 + 90 * 86_400,
    });
    expect(world.counters()).toEqual({
      admitted: 1,
      events: 3,
      stored: 2,
      'dropped:application': 1,
      stripped: 2,
      segments: 1,
    });
    expect(world.tables.subjects.get('anna')!.windows).toEqual(new Map([['anna-device', { high: 1, seen: 1n }]]));
  });

  test('many subjects, devices and chunks: one segment a subject and chunk, frames of a device in its order', async () => {
    const world = createWorld();
    const subjects = Array.from({ length: 120 }, (_, at) => `subject-${at}`);
    const records = [];
    for (const subject of subjects) {
      await world.enrol(subject);
      const [one, two] = [await world.lease(subject, 'one'), await world.lease(subject, 'two')];
      records.push(world.record(world.frame(one, 2, [click(12)]), subject));
      records.push(world.record(world.frame(one, 1, [click(11)]), subject));
      records.push(world.record(world.frame(two, 1, [click(21)]), subject));
    }
    const result = await world.pipeline().process({ shard: world.shard, records });
    expect(result).toMatchObject({ chunks: 3, records: 360 });
    const stored = await world.stored();
    expect(stored).toHaveLength(120);
    for (const { events, row } of stored) {
      expect(xs(events)).toEqual([11, 12, 21]);
      expect(row.devices).toEqual(['one', 'two']);
    }
  });

  test('a large segment is put into the vault, its head stays in the row', async () => {
    const world = createWorld();
    await world.enrol('anna');
    const events = Array.from({ length: 5000 }, (_, at) => ({ ...click(at * 7919), y: (at * 104_729) % 99_991 }));
    const record = world.record(world.frame(await world.lease('anna'), 1, events), 'anna');
    await world.pipeline().process({ shard: world.shard, records: [record] });
    const [{ row, events: stored }] = (await world.stored()) as [Stored];
    expect(stored).toHaveLength(5000);
    expect(row.body).toHaveProperty('object');
    expect(world.vault.objects.size).toBe(1);
    expect(row.bytes).toBeGreaterThan(4096);
  });

  test('records at or below the checkpoint are skipped, and the rest is committed', async () => {
    const world = createWorld();
    await world.enrol('anna');
    const lease = await world.lease('anna');
    const records = [1, 2, 3, 4].map((number) => world.record(world.frame(lease, number, [click(number)]), 'anna'));
    await world.pipeline().process({ shard: world.shard, records: records.slice(0, 2) });
    await world.pipeline().process({ shard: world.shard, records });
    await world.pipeline().process({ shard: world.shard, records });
    expect((await world.stored()).flatMap(({ events }) => xs(events)).sort()).toEqual([1, 2, 3, 4]);
    expect(world.counters()).toMatchObject({ admitted: 4, stored: 4 });
    expect(world.counters()).not.toHaveProperty('refused:repeated');
  });
});

describe('what goes wrong', () => {
  test('what was committed before a failure is said, and the failure begins behind it', async () => {
    const world = createWorld();
    const records = [];
    for (let at = 0; at < 60; at++) {
      await world.enrol(`subject-${at}`);
      const lease = await world.lease(`subject-${at}`);
      records.push(world.record(world.frame(lease, 1, [click(at)]), `subject-${at}`));
    }
    let commits = 0;
    const intake = world.intake();
    const once = {
      ...intake,
      commit: async (chunk: Parameters<typeof intake.commit>[0]) => {
        if (commits++ > 0) throw new Error('away');
        return intake.commit(chunk);
      },
    };
    const result = await world.pipeline({ intake: once }).process({ shard: world.shard, records });
    expect(result).toMatchObject({ chunks: 1, records: 49, failedFrom: records[49]!.sequence });
    expect(world.counters()).toMatchObject({ admitted: 49 });
  });

  test('a chunk that cannot be prepared while the one before it is committed is reported, once that is', async () => {
    const world = createWorld();
    const records = [];
    for (let at = 0; at < SUBJECTS_PER_CHUNK + 1; at++) {
      await world.enrol(`subject-${at}`);
      records.push(world.record(world.frame(await world.lease(`subject-${at}`), 1, [click(at)]), `subject-${at}`));
    }
    const last = world.tables.subjects.get(`subject-${SUBJECTS_PER_CHUNK}`)!.keyId;
    let isPrepared = () => {};
    const failed = new Promise<void>((resolve) => {
      isPrepared = resolve;
    });
    const keyRing = {
      open: async (id: string) => {
        if (id !== last) return world.keyRing.open(id);
        isPrepared();
        throw new Error('throttled');
      },
    };
    const intake = world.intake();
    const slow = {
      ...intake,
      commit: async (chunk: Parameters<typeof intake.commit>[0]) => {
        await failed;
        // A turn of the loop, in which nobody has the failure in hand.
        await new Promise((resolve) => setImmediate(resolve));
        return intake.commit(chunk);
      },
    };
    const result = await world.pipeline({ intake: slow, keyRing }).process({ shard: world.shard, records });
    expect(result).toMatchObject({ records: SUBJECTS_PER_CHUNK, error: { name: 'Unavailable' } });
    expect(result.failedFrom).toBe(records.at(-1)!.sequence);
  });

  test('an answer that was lost is asked for again under the same token: once is once', async () => {
    const { world, records } = await busyWorld(3);
    const faults = ['unknown-written', 'unknown-lost', undefined] as const;
    let at = 0;
    const intake = world.intake(() => faults[at++]);
    const result = await world.pipeline({ intake }).process({ shard: world.shard, records });
    expect(result).toMatchObject({ chunks: 1, records: 3 });
    expect(world.counters()).toMatchObject({ admitted: 3, segments: 1 });
  });

  test('a subject that conflicts twice goes by itself, with all its frames, after the others', async () => {
    const world = createWorld();
    const records = [];
    for (const [at, subject] of ['a', 'b', 'hot', 'hot', 'c', 'hot', 'd'].entries()) {
      if (!world.tables.subjects.has(subject)) await world.enrol(subject);
      const lease = await world.lease(subject);
      records.push(world.record(world.frame(lease, at + 1, [click(at)]), subject));
    }
    const chunks: string[][] = [];
    let hot = 0;
    const intake = world.intake((chunk) => {
      const subjects = chunk.subjects.map(({ subject }) => subject);
      chunks.push(subjects);
      return subjects.includes('hot') && hot++ < 4 ? { conflict: ['hot'] } : undefined;
    });
    const result = await world.pipeline({ intake }).process({ shard: world.shard, records });
    expect(result.failedFrom).toBeUndefined();
    expect(chunks).toEqual([
      ['a', 'b', 'hot', 'c', 'd'],
      ['a', 'b', 'hot', 'c', 'd'],
      ['a', 'b', 'c', 'd'],
      ['hot'],
      ['hot'],
      ['hot'],
    ]);
    expect(world.counters()).not.toHaveProperty('refused:repeated');
    expect(world.counters()).toMatchObject({ admitted: 7, stored: 7 });
  });

  test('conflicts until the deadline leave the rest to the next invocation', async () => {
    const { world, records } = await busyWorld(2);
    const intake = world.intake(() => ({ conflict: ['anna'] }));
    const sleep = async (ms: number) => {
      world.time.now += ms;
    };
    const deadline = world.time.now + 10_000;
    const result = await world.pipeline({ intake, sleep }).process({ shard: world.shard, records, deadline });
    expect(result.failedFrom).toBe(records[0]!.sequence);
    expect((result.error as Error).name).toBe('Unavailable');
    expect(world.time.now).toBeLessThan(deadline);
    await world.pipeline().process({ shard: world.shard, records });
    expect(world.counters()).toMatchObject({ admitted: 2 });
  });
});
