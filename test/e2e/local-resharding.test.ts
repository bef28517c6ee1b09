/**
 * The Kinesis event source over shards that really split and merge: against kinesis-local, which does it as AWS does.
 * The emulator loses records there.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { streamOf } from '../../tools/local/event-source/aws.ts';
import { EventSource } from '../../tools/local/event-source/event-source.ts';
import type { Checkpoints } from '../../tools/local/event-source/ports.ts';
import { until } from '../../tools/local/index.ts';

const StreamName = 'resharded';
let server: ChildProcess;
let kinesis: KinesisClient;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

beforeAll(async () => {
  const main = createRequire(import.meta.url).resolve('kinesis-local');
  const [plain, tls] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    KINESIS_MOCK_PLAIN_PORT: String(plain),
    KINESIS_MOCK_TLS_PORT: String(tls),
    LOG_LEVEL: 'ERROR',
  };
  // It finds its certificate in its working directory.
  server = spawn(process.execPath, [main], { cwd: dirname(main), env: { ...env, NODE_OPTIONS: '' }, stdio: 'ignore' });
  kinesis = new KinesisClient({
    endpoint: `http://127.0.0.1:${plain}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });
  const created = await until(
    () =>
      kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 })).then(
        () => true,
        () => false,
      ),
    120_000,
    200,
  );
  expect(created).toBe(true);
  await active();
});

afterAll(() => {
  server.kill('SIGKILL');
});

const active = () =>
  until(async () => {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    return StreamDescriptionSummary?.StreamStatus === 'ACTIVE';
  }, 120_000);

test('over two splits no record is lost or doubled, and those of a key stay in order', async () => {
  const keys = Array.from({ length: 40 }, (_, number) => `key-${number}`);
  const seen: string[] = [];
  const finished = new Set<string>();
  const positions = new Map<string, string>();
  const checkpoints: Checkpoints = {
    since: () => 0,
    position: (_, shard) => positions.get(shard),
    isFinished: (_, shard) => finished.has(shard),
    advance: (_, shard, number) => positions.set(shard, number),
    finish: (_, shard) => finished.add(shard),
    keep: () => {},
  };
  const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  const streamArn = StreamDescriptionSummary!.StreamARN!;
  let calls = 0;
  const source = new EventSource({
    mappings: async () => [
      {
        UUID: 'm',
        EventSourceArn: streamArn,
        FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        State: 'Enabled',
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 50,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    ],
    connect: async () => ({
      stream: streamOf(kinesis, streamArn),
      function: {
        // Every third batch fails in its middle: what is before it is done, the rest comes again.
        invoke: async (payload) => {
          const { Records } = JSON.parse(payload) as {
            Records: { kinesis: { data: string; sequenceNumber: string } }[];
          };
          calls += 1;
          const done = calls % 3 === 0 && Records.length > 1 ? Math.floor(Records.length / 2) : Records.length;
          for (const { kinesis: record } of Records.slice(0, done))
            seen.push(Buffer.from(record.data, 'base64').toString());
          const batchItemFailures = Records.slice(done, done + 1).map((each) => ({
            itemIdentifier: each.kinesis.sequenceNumber,
          }));
          return { kind: 'returned', payload: JSON.stringify({ batchItemFailures }) };
        },
      },
      failures: { send: async () => {} },
      origin: { streamArn, region: 'us-east-1', roleArn: 'role' },
    }),
    checkpoints,
    clock: {
      now: Date.now,
      sleep: (ms, signal) => pause(ms, undefined, { signal }).catch(() => {}),
    },
    log: () => {},
    random: Math.random,
  });
  const stop = new AbortController();
  const running = source.run(stop.signal);

  let sent = 0;
  const put = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      const Records = keys.map((PartitionKey) => ({
        PartitionKey,
        Data: Buffer.from(`${PartitionKey}:${sent + round}`),
      }));
      const { FailedRecordCount } = await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
      expect(FailedRecordCount).toBe(0);
    }
    sent += rounds;
  };
  const splitWidest = async () => {
    const { Shards } = await kinesis.send(new ListShardsCommand({ StreamName }));
    const open = Shards!.filter((shard) => shard.SequenceNumberRange?.EndingSequenceNumber === undefined);
    const shard = open[0]!;
    const [low, high] = [BigInt(shard.HashKeyRange!.StartingHashKey!), BigInt(shard.HashKeyRange!.EndingHashKey!)];
    const middle = String((low + high) / 2n);
    await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: shard.ShardId, NewStartingHashKey: middle }));
    await active();
  };

  await put(20);
  await splitWidest();
  await put(20);
  await splitWidest();
  await put(20);
  await until(() => seen.length >= keys.length * 60, 120_000, 100);
  stop.abort();
  await running;

  expect(finished.size).toBe(2);
  for (const key of keys) {
    const ofKey = seen.filter((text) => text.startsWith(`${key}:`)).map((text) => Number(text.split(':')[1]));
    expect(ofKey).toEqual(Array.from({ length: 60 }, (_, number) => number));
  }
});
