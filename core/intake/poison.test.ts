import { describe, expect, test } from '@jest/globals';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { busyWorld, click } from '../../test/fixtures/world.ts';
import { padSequence } from '../gate/lane.ts';
import { createLeaseOpener } from '../lease/lease.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import type { Unavailable } from './errors.ts';

describe('poison, and what is none', () => {
  test.each(['keyRing', 'leases'] as const)(
    'an outage of %s drops nothing, however often it is tried, and leaves no attempt behind',
    async (port) => {
      const { world, records } = await busyWorld(1);
      const away = { open: async () => Promise.reject(new Error('kms is away')) };
      for (let again = 0; again < 12; again++) {
        const result = await world.pipeline({ [port]: away }).process({ shard: world.shard, records });
        expect(result.failedFrom).toBe(records[0]!.sequence);
        expect((result.error as Unavailable).name).toBe('Unavailable');
        expect(world.tables.lanes.get(world.shard.lane)!.attempts).toBe(0);
      }
      await world.pipeline().process({ shard: world.shard, records });
      expect(world.counters()).toMatchObject({ admitted: 1, stored: 1 });
    },
  );

  test('nor does an outage in which attempts are noted and their answers are lost', async () => {
    const { world, records } = await busyWorld(1);
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
    const { world, records } = await busyWorld(1);
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
    expect(result).toMatchObject({ records: 1, faults: { poison: 1 } });
    expect(result.failedFrom).toBeUndefined();
    expect(opened).toHaveLength(4);
    expect(world.counters()).toEqual({ 'refused:poison': 1, unreadable: 1 });
  });

  test('a defect of ours that a record meets is an attempt, too', async () => {
    const { world, records } = await busyWorld(1);
    const random = () => {
      throw new TypeError('a defect');
    };
    for (let again = 1; again < 5; again++) {
      const { error } = await world.pipeline({ random }).process({ shard: world.shard, records });
      expect([(error as Error).message, world.tables.lanes.get(world.shard.lane)!.attempts]).toEqual([
        'a defect',
        again,
      ]);
    }
    expect((await world.pipeline({ random }).process({ shard: world.shard, records })).error).toBeUndefined();
    expect(world.counters()).toEqual({ 'refused:poison': 1, unreadable: 1 });
  });

  test('is noted of a record that comes alone and is not done, and of no other', async () => {
    const { world, records } = await busyWorld(3);
    const noted: string[] = [];
    const intake = world.intake();
    const noting = {
      ...intake,
      addAttempt: async (lane: string, sequence: string) => {
        noted.push(sequence);
        return intake.addAttempt(lane, sequence);
      },
    };
    const deliver = async (from: number, to: number) => {
      const batch = { shard: world.shard, records: records.slice(from, to) };
      expect((await world.pipeline({ intake: noting }).process(batch)).error).toBeUndefined();
    };
    await deliver(0, 2);
    await deliver(1, 2);
    await deliver(1, 3);
    expect(noted).toEqual([]);
    const alone = world.record(records[2]!.data, 'anna');
    await world.pipeline({ intake: noting }).process({ shard: world.shard, records: [alone] });
    expect(noted).toEqual([padSequence(alone.sequence)]);
  });

  const never = () => new Promise<never>(() => {});

  const HANGING = [
    ['intake', 'readLane'],
    ['intake', 'readSubjects'],
    ['intake', 'addAttempt'],
    ['intake', 'commit'],
    ['gate', 'addLane'],
    ['gate', 'openLane'],
    ['keyRing', 'open', 'key-ring'],
    ['vault', 'put'],
    ['leases', 'open'],
  ] as const;

  test.each(HANGING)(
    '%s.%s that never answers: the invocation ends in time, and nothing of it makes poison',
    async (port, method, name: string = port) => {
      const { world } = await busyWorld(0);
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
        const message = `${name}.${method} did not answer in the time of this invocation`;
        expect(result).toMatchObject({ failedFrom: records[0]!.sequence, error: { name: 'Unavailable', message } });
      }
      expect((await world.pipeline().process({ shard: world.shard, records })).error).toBeUndefined();
      expect(world.counters()).toMatchObject({ admitted: 1, stored: 5_000 });
      expect(world.counters()).not.toHaveProperty('refused:poison');
    },
  );

  test('an attempt is noted while a record is opened and redacted, and at no other time', async () => {
    const { world, records } = await busyWorld(1);
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
});
