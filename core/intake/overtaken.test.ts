/** What stands in the stores when a batch comes to commit is not what it was decided on: others were faster, or changed it. */
import { describe, expect, test } from '@jest/globals';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { busyWorld, click, createWorld, type World, xs } from '../../test/fixtures/world.ts';
import { padSequence } from '../gate/lane.ts';
import { createLeaseOpener } from '../lease/lease.ts';
import type { Chunk, StreamRecord } from './intake.ts';

const redactor = failingAt(() => false);

/** A world with a frame of each of these subjects, and a function that processes them; before the first commit something happens. */
async function setup(subjects: readonly string[]) {
  const world = createWorld();
  const records: StreamRecord[] = [];
  for (const [at, subject] of subjects.entries()) {
    await world.enrol(subject);
    records.push(world.record(world.frame(await world.lease(subject), 1, [click(at)]), subject));
  }
  const read: string[][] = [];
  const tried: Chunk[] = [];
  const process = async (happens: (chunk: Chunk) => void, change: Partial<Parameters<World['pipeline']>[0]> = {}) => {
    const intake = world.intake((chunk) => {
      tried.push(chunk);
      if (tried.length === 1) happens(chunk);
      return undefined;
    });
    const noting = {
      ...intake,
      readSubjects: (wanted: readonly string[]) => {
        read.push([...wanted]);
        return intake.readSubjects(wanted);
      },
    };
    return world.pipeline({ redactor, intake: noting, ...change }).process({ shard: world.shard, records });
  };
  return { world, records, read, tried, process };
}

test('who withdraws meanwhile has nothing stored; the row that the commit told is not read again', async () => {
  const { world, read, tried, process } = await setup(['anna', 'bert']);

  const { error } = await process(() => world.change('anna', { state: 'withdrawn', revision: 1 }));

  expect(error).toBeUndefined();
  expect([read, tried.length]).toEqual([[['anna', 'bert'], ['bert']], 2]);
  expect((await world.stored()).map(({ row }) => row.subject)).toEqual(['bert']);
  expect(world.counters()).toMatchObject({ admitted: 1, 'refused:consent': 1 });
});

test('what was opened is not opened again', async () => {
  const { world, process } = await setup(['anna', 'bert']);
  const leases = createLeaseOpener({ keys: world.leaseKeys, program: world.disclosure.program });
  let opened = 0;
  const counting = {
    open: (token: string) => {
      opened++;
      return leases.open(token);
    },
  };
  await process(() => world.change('anna', { state: 'withdrawn', revision: 1 }), { leases: counting });
  expect(opened).toBe(2);
});

test('what was sealed for frames of which some are done meanwhile is sealed anew, without these', async () => {
  const { world, records } = await busyWorld(2);
  let tries = 0;
  const intake = world.intake(() => {
    if (tries++ > 0) return undefined;
    world.tables.lanes.get(world.shard.lane)!.checkpoint = padSequence(records[0]!.sequence);
    world.change('anna', { revision: 1, windows: new Map([['anna-device', { high: 1, seen: 1n }]]) });
    return undefined;
  });
  await world.pipeline({ redactor, intake }).process({ shard: world.shard, records });
  expect((await world.stored()).map(({ events }) => xs(events))).toEqual([[1]]);
});

test('what was sealed under a consent that is over is not what is stored under the next', async () => {
  const world = createWorld();
  await world.enrol('anna');
  const [before, next] = [await world.lease('anna'), await world.lease('anna', 'anna-device', { serial: 'next' })];
  const records = [
    world.record(world.frame(before, 1, [click(1)]), 'anna'),
    world.record(world.frame(next, 2, [click(2)]), 'anna'),
  ];
  let tries = 0;
  const intake = world.intake(() => {
    if (tries++ === 0) world.change('anna', { serial: 'next', revision: 1 });
    return undefined;
  });
  await world.pipeline({ redactor, intake }).process({ shard: world.shard, records });
  expect((await world.stored()).map(({ events }) => xs(events))).toEqual([[2]]);
  expect(world.counters()).toMatchObject({ admitted: 1, 'refused:consent': 1 });
});

test('what was sealed for the others is committed as it is', async () => {
  const { world, tried, process } = await setup(['anna', 'bert']);
  await process(() => world.change('anna', { state: 'withdrawn', revision: 1 }));
  const segmentOf = (chunk: Chunk) => chunk.segments.find((row) => row.subject === 'bert')!.segment;
  expect(segmentOf(tried[1]!)).toBe(segmentOf(tried[0]!));
});

test('another function that has committed the first records meanwhile: they are left out, and all rows are read again', async () => {
  const { world, records, read, process } = await setup(['anna', 'bert', 'carl']);

  const result = await process(() => {
    world.tables.lanes.get(world.shard.lane)!.checkpoint = padSequence(records[0]!.sequence);
    world.change('anna', { revision: 1, windows: new Map([['anna-device', { high: 1, seen: 1n }]]) });
  });

  expect(result).toMatchObject({ records: 2, chunks: 1, counters: { admitted: 2 } });
  expect(read).toEqual([
    ['anna', 'bert', 'carl'],
    ['bert', 'carl'],
  ]);
});

test('another function that has committed all of it meanwhile leaves nothing to do', async () => {
  const { world, records, process } = await setup(['anna', 'bert']);
  const result = await process(() => {
    world.tables.lanes.get(world.shard.lane)!.checkpoint = padSequence(records[1]!.sequence);
  });
  expect([result.error, result.failedFrom, result.records, world.counters()]).toEqual([undefined, undefined, 0, {}]);
});

test('a pause meanwhile: nothing is admitted, and the numbers are accounted for', async () => {
  const { world, process } = await setup(['anna']);
  const { error } = await process(() => {
    world.tables.lanes.get(world.shard.lane)!.state = 'closed';
  });
  expect([error, world.counters()]).toEqual([undefined, { 'refused:epoch': 1 }]);
});

test('a name of a segment that is taken: it is sealed again under another', async () => {
  const { world, tried, process } = await setup(['anna']);
  const { error } = await process(({ segments: [row] }) => {
    world.tables.index.set(`${row!.subject} ${row!.segment}`, { ...row!, events: 0 });
  });
  expect([error, world.counters().stored]).toEqual([undefined, 1]);
  expect(tried[1]!.segments[0]!.segment).not.toBe(tried[0]!.segments[0]!.segment);
});

test('a lane that is gone fails the batch, which comes again', async () => {
  const { world, records, process } = await setup(['anna']);
  const result = await process(() => world.tables.lanes.delete(world.shard.lane));
  expect(result).toMatchObject({
    failedFrom: records[0]!.sequence,
    error: { name: 'Unavailable', message: `lane ${world.shard.lane} is gone` },
  });
});

test('a newer release that has committed meanwhile: what is left waits for it', async () => {
  const { world, records, process } = await setup(['anna']);
  const result = await process(() => {
    world.tables.lanes.get(world.shard.lane)!.disclosure = '1.7';
  });
  const message = 'disclosure 1.7 has committed on the lane, and this redactor is of 1.0';
  expect(result).toMatchObject({ failedFrom: records[0]!.sequence, error: { name: 'OutdatedRelease', message } });
});

test('a newer release that has committed before: nothing is opened', async () => {
  const { world, process } = await setup(['anna']);
  await world.gate.addLane(world.shard.lane);
  world.tables.lanes.get(world.shard.lane)!.disclosure = '1.7';
  const leases = { open: () => Promise.reject(new Error('opened')) };
  expect(await process(() => {}, { leases })).toMatchObject({ error: { name: 'OutdatedRelease' } });
});

test('a commit that fails is told when the chunk that was prepared beside it is done: nothing goes on behind it', async () => {
  const { world, records } = await setup(['anna', 'bert']);
  let isOver = false;
  const keyRing = {
    open: async (keyId: string) => {
      if (keyId !== world.tables.subjects.get('bert')!.keyId) return world.keyRing.open(keyId);
      for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
      isOver = true;
      throw new Error('away');
    },
  };
  const intake = { ...world.intake(), commit: () => Promise.reject(new Error('away')) };
  const { error } = await world
    .pipeline({ redactor, keyRing, intake, subjects: 1 })
    .process({ shard: world.shard, records });
  expect([(error as Error).message, isOver]).toEqual(['intake.commit failed', true]);
});

describe('a shard that is new', () => {
  test('has its lane made', async () => {
    const { world, records } = await busyWorld(1);
    expect(world.tables.lanes.size).toBe(0);
    const result = await world.pipeline({ redactor }).process({ shard: world.shard, records });
    expect([result.error, world.tables.lanes.size]).toEqual([undefined, 1]);
  });

  test('is so once', async () => {
    const { world, records } = await busyWorld(1);
    await world.pipeline({ redactor }).process({ shard: world.shard, records });
    const gate = { ...world.gate, addLane: () => Promise.reject(new Error('added')) };
    const next = world.record(records[0]!.data, 'anna');
    expect(
      (await world.pipeline({ redactor, gate }).process({ shard: world.shard, records: [next] })).error,
    ).toBeUndefined();
  });

  test('whose lane does not stay waits', async () => {
    const { world, records } = await busyWorld(1);
    const gate = { ...world.gate, addLane: async () => {} };
    const { error } = await world.pipeline({ redactor, gate }).process({ shard: world.shard, records });
    const message = `lane ${world.shard.lane} is not there after it was added`;
    expect(error).toMatchObject({ name: 'Unavailable', message });
  });
});

describe('the time of an invocation', () => {
  test.each([
    [-1, undefined],
    [0, 'no time left in this invocation'],
    [1, 'no time left in this invocation'],
  ])('that is over by %p ms when a chunk is ready: %p', async (over, message) => {
    const { world, records } = await busyWorld(2);
    const deadline = world.time.now + 10_000;
    const slow = failingAt(() => {
      world.time.now = deadline + over;
      return false;
    });
    const limit = () => ({ signal: new AbortController().signal, end: () => {} });
    const result = await world.pipeline({ redactor: slow, limit }).process({ shard: world.shard, records, deadline });
    expect((result.error as Error | undefined)?.message).toBe(message);
    expect([result.failedFrom, world.counters().admitted]).toEqual(
      message ? [records[0]!.sequence, undefined] : [undefined, 2],
    );
  });

  test('limits its calls, and what takes a note of an attempt back has a time of its own', async () => {
    const { world, records } = await busyWorld(1);
    const limits: number[] = [];
    let ended = 0;
    const limit = (milliseconds: number) => {
      limits.push(milliseconds);
      return { signal: new AbortController().signal, end: () => void ended++ };
    };
    const vault = { ...world.vault };
    const keyRing = { open: () => Promise.reject(new Error('away')) };
    const options = { redactor, limit, vault };
    await world.pipeline(options).process({ shard: world.shard, records: [], deadline: world.time.now + 700 });
    await world.pipeline({ ...options, keyRing }).process({ shard: world.shard, records });

    expect(limits).toEqual([700, Number.POSITIVE_INFINITY, 3_000]);
    expect(ended).toBe(3);
  });
});

test('what several chunks are told is summed', async () => {
  const { world, records } = await setup(['anna', 'bert', 'carl']);
  const noise = ['anna', 'bert'].map((subject) => world.record(Buffer.from('noise'), subject));
  const finding = {
    ...redactor,
    redactFrames: (frames: Parameters<typeof redactor.redactFrames>[0]) => {
      if (frames.some(({ events }) => events.some((event) => (event as { x?: number }).x === 2))) throw new Error('no');
      return redactor.redactFrames(frames).map((one) => ({ ...one, found: { EMAIL: 2 } }));
    },
  };
  const { chunks, faults, found, failedFrames, counters } = await world
    .pipeline({ redactor: finding, subjects: 1 })
    .process({ shard: world.shard, records: [...records, ...noise] });

  expect(chunks).toBeGreaterThan(1);
  expect({ faults, found, failedFrames }).toEqual({
    ...{ faults: { 'not-a-frame': 2 }, found: { EMAIL: 4 }, failedFrames: 1 },
  });
  expect(counters).toMatchObject({ admitted: 3, stored: 2, 'refused:malformed': 2, 'dropped:redaction': 1 });
  expect((await world.stored()).flatMap(({ events }) => xs(events)).sort()).toEqual([0, 1]);
});
