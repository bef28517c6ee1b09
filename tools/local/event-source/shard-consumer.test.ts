/** The rules put together: one shard read and sent, on a clock that only moves when somebody waits. */
import { describe, expect, test } from '@jest/globals';
import { type Mapping, parseMapping } from './mapping.ts';
import type { Invocation } from './outcome.ts';
import { type Checkpoints, ExpiredIterator, type Position } from './ports.ts';
import { ShardConsumer } from './shard-consumer.ts';

const base = parseMapping({
  UUID: 'm',
  EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
  FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  State: 'Enabled',
  StartingPosition: 'TRIM_HORIZON',
  FunctionResponseTypes: ['ReportBatchItemFailures'],
});
const success: Invocation = { kind: 'returned', payload: '{"batchItemFailures":[]}' };
const failingAt = (sequenceNumber: string): Invocation => ({
  kind: 'returned',
  payload: JSON.stringify({ batchItemFailures: [{ itemIdentifier: sequenceNumber }] }),
});

interface Scene {
  mapping?: Partial<Mapping>;
  /** Partition keys of the shard's records, which are numbered from 1 and arrived at their number in milliseconds. */
  keys: string[];
  respond?: (numbers: string[], call: number) => Invocation | Promise<Invocation>;
  checkpoint?: string;
  parent?: string;
  /** Reads that fail with an expired iterator. */
  expiredReads?: number[];
  /** Called before each wait, for what happens meanwhile. */
  meanwhile?: (now: number, stop: () => void) => void;
  refuseFailures?: boolean;
}

/** Plays a shard to its end, and tells what was seen from outside. */
async function play(scene: Scene) {
  const calls: string[][] = [];
  const starts: Position[] = [];
  const sent: { destination: string; key: string; document: { KinesisBatchInfo: { batchSize: number } } }[] = [];
  const advanced: string[] = [];
  const logged: string[] = [];
  let finished = false;
  let now = 0;
  let reads = 0;
  const stop = new AbortController();
  const records = scene.keys.map((partitionKey, place) => ({
    sequenceNumber: String(place + 1),
    partitionKey,
    data: Buffer.from(`record ${place + 1}`),
    arrival: place + 1,
  }));
  const checkpoints: Checkpoints = {
    since: () => 3,
    position: () => scene.checkpoint,
    isFinished: () => finished,
    advance: (_mapping, _shard, number) => advanced.push(number),
    finish: () => {
      finished = true;
    },
    keep: () => {},
  };
  const consumer = new ShardConsumer(
    {
      stream: {
        shards: async () => [],
        iterator: async (_shard, position) => {
          starts.push(position);
          const first =
            position.at === 'AFTER'
              ? Number(position.sequenceNumber)
              : position.at === 'TIME'
                ? position.timestamp - 1
                : 0;
          return String(first);
        },
        read: async (iterator, limit) => {
          reads += 1;
          if (scene.expiredReads?.includes(reads)) throw new ExpiredIterator();
          const from = Number(iterator);
          const page = records.slice(from, from + Math.min(limit, 4));
          const next = from + page.length;
          return { records: page, next: next < records.length ? String(next) : undefined };
        },
      },
      function: {
        invoke: async (payload) => {
          const event = JSON.parse(payload) as { Records: { kinesis: { sequenceNumber: string } }[] };
          const numbers = event.Records.map((record) => record.kinesis.sequenceNumber);
          calls.push(numbers);
          return (await scene.respond?.(numbers, calls.length)) ?? success;
        },
      },
      failures: {
        send: async (destination, key, document) => {
          if (scene.refuseFailures) throw new Error('refused');
          sent.push({ destination, key, document: document as never });
        },
      },
      checkpoints,
      clock: {
        now: () => now,
        sleep: async (ms) => {
          scene.meanwhile?.(now, () => stop.abort());
          now += ms;
          await new Promise((resolve) => setImmediate(resolve));
        },
      },
      log: (line) => logged.push(line),
      random: () => 1,
    },
    { id: 'shard', parent: scene.parent },
    { shardId: 'shard', streamArn: base.streamArn, region: 'us-east-1', roleArn: 'role' },
    () => ({ ...base, ...scene.mapping }),
  );
  await consumer.run(stop.signal);
  return { calls, starts, sent, advanced, logged, finished, now };
}

const ten = Array.from({ length: 10 }, () => 'k');
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => String(from + place));

describe('a shard', () => {
  test('is read in order, to its end, and each record sent once', async () => {
    const { calls, finished, advanced } = await play({ keys: ten });
    expect(calls.flat()).toEqual(numbered(1, 10));
    expect(advanced.at(-1)).toBe('10');
    expect(finished).toBe(true);
  });

  test('goes on after its checkpoint', async () => {
    const { calls, starts } = await play({ keys: ten, checkpoint: '7' });
    expect(starts).toEqual([{ at: 'AFTER', sequenceNumber: '7' }]);
    expect(calls.flat()).toEqual(numbered(8, 10));
  });

  test('with LATEST begins when the mapping was first seen', async () => {
    const { calls } = await play({ keys: ten, mapping: { start: { at: 'LATEST' } } });
    expect(calls.flat()).toEqual(numbered(3, 10));
  });

  test('that was born of a resharding is read from its beginning with LATEST too', async () => {
    const { calls } = await play({ keys: ten, parent: 'p', mapping: { start: { at: 'LATEST' } } });
    expect(calls.flat()).toEqual(numbered(1, 10));
  });

  test('is taken up again where it was read to when its iterator expires', async () => {
    const { calls, starts } = await play({ keys: ten, expiredReads: [2] });
    expect(starts.at(-1)).toEqual({ at: 'AFTER', sequenceNumber: '4' });
    expect(calls.flat()).toEqual(numbered(1, 10));
  });
});

describe('batches', () => {
  test('are gathered for the batching window, or until the batch size is met', async () => {
    const { calls } = await play({ keys: ten, mapping: { batchSize: 6, batchingWindowMs: 10_000 } });
    expect(calls.map((call) => call.length)).toEqual([6, 4]);
  });

  test('of one partition key stay in order over parallel lanes, which run at the same time', async () => {
    let running = 0;
    let most = 0;
    const keys = Array.from({ length: 40 }, (_, place) => `key-${place % 8}`);
    const { calls, advanced } = await play({
      keys,
      mapping: { parallelization: 4, batchSize: 3 },
      respond: async () => {
        running += 1;
        most = Math.max(most, running);
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return success;
      },
    });

    const order = calls.flat().map(Number);
    for (const key of new Set(keys)) {
      const ofKey = order.filter((number) => keys[number - 1] === key);
      expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
    }
    expect([...order].sort((a, b) => a - b)).toEqual(numbered(1, 40).map(Number));
    expect(most).toBeGreaterThan(1);
    expect(advanced).toEqual([...advanced].sort((a, b) => Number(a) - Number(b)));
    expect(advanced.at(-1)).toBe('40');
  });
});

describe('a failure', () => {
  test('is repeated from the lowest failed record on, and moves the checkpoint up to it', async () => {
    const { calls, advanced } = await play({
      keys: ten.slice(0, 4),
      respond: (_, call) => (call === 1 ? failingAt('3') : success),
    });
    expect(calls).toEqual([numbered(1, 4), numbered(3, 4)]);
    expect(advanced).toEqual(['2', '4']);
  });

  test('holds up the shard: nothing behind it is sent before it is settled', async () => {
    let tries = 0;
    const { calls } = await play({
      keys: ten,
      mapping: { batchSize: 2 },
      respond: (numbers) => (numbers.includes('1') && ++tries < 4 ? { kind: 'function-error' } : success),
    });
    expect(calls.slice(0, 4)).toEqual([
      ['1', '2'],
      ['1', '2'],
      ['1', '2'],
      ['1', '2'],
    ]);
    expect(calls.slice(4).flat()).toEqual(numbered(3, 10));
  });

  test('is isolated by bisecting, discarded after its retries, and told to the destination, once', async () => {
    const destination = 'arn:aws:sqs:us-east-1:000000000000:q';
    const { calls, sent, advanced } = await play({
      keys: ten.slice(0, 4),
      mapping: { bisects: true, maxRetries: 1, failureDestination: destination, reportsFailures: false },
      respond: (numbers) => (numbers.includes('3') ? { kind: 'function-error' } : success),
    });
    expect(calls).toEqual([numbered(1, 4), ['1', '2'], ['3', '4'], ['3'], ['3'], ['4']]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      destination,
      document: { KinesisBatchInfo: { batchSize: 1, startSequenceNumber: '3', endSequenceNumber: '3' } },
    });
    expect(advanced).toEqual(['2', '3', '4']);
  });

  test('waits longer each time', async () => {
    const { now } = await play({
      keys: ['k'],
      respond: (_, call) => (call <= 3 ? { kind: 'not-reached' } : success),
    });
    expect(now).toBeGreaterThanOrEqual(100 + 200 + 400);
  });

  test('of the destination loses the document, and not the shard', async () => {
    const { logged, finished } = await play({
      keys: ['k'],
      mapping: { maxRetries: 0, failureDestination: 'arn:aws:sqs:us-east-1:000000000000:q' },
      respond: () => ({ kind: 'function-error' }),
      refuseFailures: true,
    });
    expect(finished).toBe(true);
    expect(logged.join()).toMatch(/failure destination refused/);
  });

  test('of age discards what has become too old while it was retried', async () => {
    const { sent, calls } = await play({
      keys: ['k', 'k'],
      mapping: { maxAgeMs: 1_000, failureDestination: 'arn:aws:sns:us-east-1:000000000000:t' },
      respond: () => ({ kind: 'function-error' }),
    });
    expect(calls.length).toBeGreaterThan(1);
    expect(sent.map((each) => each.document.KinesisBatchInfo.batchSize)).toEqual([2]);
  });
});

test('a mapping that is stopped leaves its checkpoint where the last finished record is', async () => {
  const { calls, advanced, finished } = await play({
    keys: ten,
    mapping: { batchSize: 2 },
    respond: (numbers) => (numbers.includes('5') ? { kind: 'function-error' } : success),
    meanwhile: (now, stop) => now > 5_000 && stop(),
  });
  expect(calls.flat()).not.toContain('7');
  expect(advanced).toEqual(['2', '4']);
  expect(finished).toBe(false);
});
