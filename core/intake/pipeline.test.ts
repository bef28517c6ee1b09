import { describe, expect, test } from '@jest/globals';
import type { DeepPass } from '../../redaction/deep/deep-pass.ts';
import { RecallBelowBar } from '../../redaction/recall/live-recall.ts';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { click, createWorld, hashOf, type Stored } from '../../test/fixtures/world.ts';
import { HIGHEST_NUMBER, REPLAY_WINDOW } from '../../wire/frame.ts';
import { DEVICES_PER_SUBJECT } from '../consent/consent.ts';
import { redactionPolicyOf } from '../disclosure/policy.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { pause } from '../gate/pause.ts';
import { createLeaseOpener } from '../lease/lease.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import type { Unavailable } from './errors.ts';
import { SUBJECTS_PER_CHUNK } from './open-subjects.ts';

const xs = (events: Record<string, unknown>[]) => events.map(({ x }) => x);

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
    expect(events[0]).toEqual({ kind: 'click', time: 1_700_000_000_000, app: 'editor', x: 1, y: 0 });
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
    await world.pipeline().process({ shard: world.shard, records });
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

describe('what goes wrong', () => {
  const busy = async (count: number) => {
    const world = createWorld();
    await world.enrol('anna');
    const lease = await world.lease('anna');
    const records = Array.from({ length: count }, (_, at) =>
      world.record(world.frame(lease, at + 1, [click(at)]), 'anna'),
    );
    return { world, records };
  };

  test('an outage drops nothing, however often it is tried, and leaves no attempt behind', async () => {
    const { world, records } = await busy(1);
    const away = { ...world.keyRing, open: async () => Promise.reject(new Error('kms is away')) };
    for (let again = 0; again < 12; again++) {
      const result = await world.pipeline({ keyRing: away }).process({ shard: world.shard, records });
      expect(result.failedFrom).toBe(records[0]!.sequence);
      expect((result.error as Unavailable).name).toBe('Unavailable');
    }
    await world.pipeline().process({ shard: world.shard, records });
    expect(world.counters()).toMatchObject({ admitted: 1, stored: 1 });
  });

  test('nor does an outage in which attempts are noted and their answers are lost', async () => {
    const { world, records } = await busy(1);
    const intake = world.intake();
    const lost = {
      ...intake,
      addAttempt: async (lane: string, sequence: string) => {
        await intake.addAttempt(lane, sequence);
        throw new Error('timed out');
      },
    };
    for (let again = 0; again < 12; again++) {
      const result = await world.pipeline({ intake: lost }).process({ shard: world.shard, records });
      expect(result.failedFrom).toBe(records[0]!.sequence);
    }
    await world.pipeline().process({ shard: world.shard, records });
    expect(world.counters()).toMatchObject({ admitted: 1, stored: 1 });
  });

  test('a record that kills its function is dropped unopened at the fifth attempt', async () => {
    const { world, records } = await busy(1);
    const opened: string[] = [];
    const deadly = {
      open: async (token: string) => {
        opened.push(token);
        // As if the process had died: nothing after this is called.
        return new Promise<never>(() => {});
      },
    };
    for (let again = 0; again < 4; again++) {
      void world.pipeline({ leases: deadly }).process({ shard: world.shard, records });
      await new Promise(setImmediate);
    }
    const result = await world.pipeline({ leases: deadly }).process({ shard: world.shard, records });
    expect(result.failedFrom).toBeUndefined();
    expect(opened).toHaveLength(4);
    expect(world.counters()).toEqual({ 'refused:poison': 1, unreadable: 1 });
  });

  const never = () => new Promise<never>(() => {});
  const HANGING = [
    ['intake', 'readLane'],
    ['intake', 'readSubjects'],
    ['intake', 'addAttempt'],
    ['intake', 'commit'],
    ['gate', 'addLane'],
    ['gate', 'openLane'],
    ['keyRing', 'open'],
    ['vault', 'put'],
    ['leases', 'open'],
  ] as const;

  test.each(HANGING)(
    '%s.%s that never answers: the invocation ends in time, and nothing of it makes poison',
    async (port, method) => {
      const { world } = await busy(0);
      const lease = await world.lease('anna');
      // Too large for a row of the index.
      const events = Array.from({ length: 5_000 }, (_, at) => ({ ...click(at * 7919), y: (at * 104_729) % 99_991 }));
      const records = [world.record(world.frame(lease, 1, events), 'anna')];
      const keyRing = memoryKeyRing({ keys: world.keys });
      const leases = createLeaseOpener({ keys: world.leaseKeys, program: world.disclosure.program });
      const ports = { intake: world.intake(), gate: world.gate, keyRing, vault: world.vault, leases };
      for (let times = 0; times < 6; times++) {
        // The deadline comes when the call hangs.
        let isOver = () => {};
        const hangs = () => {
          isOver();
          return never();
        };
        const limit = () => {
          const controller = new AbortController();
          isOver = () => controller.abort();
          return { signal: controller.signal, end: () => {} };
        };
        const hanging = { ...ports, [port]: { ...ports[port], [method]: hangs } };
        const result = await world.pipeline({ ...hanging, limit }).process({ shard: world.shard, records });
        expect(result).toMatchObject({ failedFrom: records[0]!.sequence, error: { name: 'Unavailable' } });
      }
      expect((await world.pipeline().process({ shard: world.shard, records })).error).toBeUndefined();
      expect(world.counters()).toMatchObject({ admitted: 1, stored: 5_000 });
      expect(world.counters()).not.toHaveProperty('refused:poison');
    },
  );

  test('an attempt is noted while a record is opened and redacted, and at no other time', async () => {
    const { world, records } = await busy(1);
    const noted: [string, number | undefined][] = [];
    const look = (what: string) => noted.push([what, world.tables.lanes.get(world.shard.lane)?.attempts]);
    const spied = <Port extends object>(port: Port, name: string): Port =>
      Object.fromEntries(
        Object.entries(port).map(([method, run]) => [
          method,
          typeof run !== 'function'
            ? run
            : (...args: unknown[]) => {
                look(`${name}.${method}`);
                return run.apply(port, args);
              },
        ]),
      ) as Port;
    const leases = createLeaseOpener({ keys: world.leaseKeys, program: world.disclosure.program });
    const redactor = failingAt(() => look('redactor') < 0);
    const intake = world.intake(() => (look('a try of the commit') > 7 ? undefined : { conflict: [] }));
    const spies = { intake, redactor, leases: spied(leases, 'leases'), keyRing: spied(world.keyRing, 'keyRing') };
    await world.pipeline(spies).process({ shard: world.shard, records });
    expect(noted).toEqual([
      ['leases.open', 1],
      ['keyRing.open', 1],
      ['redactor', 1],
      ...Array.from({ length: 5 }, () => ['a try of the commit', 0]),
    ]);
  });

  test('a frame that redaction fails at is dropped whole, the others are stored', async () => {
    const { world, records } = await busy(3);
    const redactor = failingAt((event) => event.x === 1);
    const result = await world.pipeline({ redactor }).process({ shard: world.shard, records });
    expect(result.failedFrames).toBe(1);
    expect((await world.stored()).flatMap(({ events }) => xs(events))).toEqual([0, 2]);
    expect(world.counters()).toMatchObject({ admitted: 3, stored: 2, 'dropped:redaction': 1 });
  });

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
    const { world, records } = await busy(3);
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
    const { world, records } = await busy(2);
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

describe('redaction below its bar', () => {
  test('storing stops, nothing is dropped, and the frames are stored once it is mended', async () => {
    const world = createWorld();
    await world.enrol('anna');
    const lease = await world.lease('anna');
    const record = world.record(world.frame(lease, 1, [click(1)]), 'anna');
    const blind = failingAt(() => {
      throw new RecallBelowBar(0.5, 0.95);
    });

    for (let time = 0; time < 7; time++) {
      const stopped = await world.pipeline({ redactor: blind }).process({ shard: world.shard, records: [record] });
      expect(stopped.failedFrom).toBe(record.sequence);
      expect(stopped.error).toMatchObject({ name: 'Unavailable', cause: { name: 'RecallBelowBar' } });
    }
    expect(world.counters()).toEqual({});
    await world.pipeline().process({ shard: world.shard, records: [record] });

    expect(world.counters()).toMatchObject({ admitted: 1, stored: 1 });
  });
});

describe('a deep pass', () => {
  const withPrompts = sampleDisclosure((d) => {
    d.events.prompt = { fields: ['text', 'author'], why: 'Prompts are wanted in this test.' };
    d.redaction.tiers = { PERSON: 'sensitive' };
  });
  const policy = redactionPolicyOf(withPrompts);
  const prompt = (text: string) => ({ kind: 'prompt', time: 1_700_000_000_000, app: 'editor', text, author: 'self' });
  const stored = async (examine: DeepPass['examine']) => {
    const world = createWorld({ disclosure: withPrompts });
    await world.enrol('anna');
    const frame = world.frame(await world.lease('anna'), 1, [prompt('where is the kettle'), click(1)]);
    const deep = { pass: { name: 'x', examine }, policy };
    const { faults, failedFrom } = await world
      .pipeline({ deep })
      .process({ shard: world.shard, records: [world.record(frame, 'anna')] });
    expect(failedFrom).toBeUndefined();
    const [{ row, events }] = (await world.stored()) as [Stored];
    return { texts: events.map(({ text }) => text), tier: row.tier, faults, counters: world.counters() };
  };

  test('what it finds is masked before it is stored, in the tier that the disclosure gives it', async () => {
    const result = await stored(async (texts) =>
      texts.map((text) => [{ start: text.indexOf('kettle'), end: text.length, type: 'PERSON' }]),
    );

    expect(result).toMatchObject({ texts: ['where is the [PERSON]', undefined], tier: 'sensitive', faults: {} });
    expect(result.counters).toMatchObject({ stored: 2 });
  });

  test('when it does not answer, its texts are masked whole, and that is said', async () => {
    const result = await stored(() => Promise.reject(new Error('where is the kettle')));

    expect(result).toMatchObject({ texts: ['[OTHER]', undefined], faults: { 'deep-pass': 1 } });
  });
});
