import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { ACCOUNT, accountAnswers, REGION } from '../../../test/fixtures/account-answers.ts';
import { type Answers, fakeAws, refuses } from '../../../test/fixtures/fake-aws.ts';
import { loadInventory } from '../load.ts';
import { type DailyParts, keepDaily } from './daily.ts';
import { COLLECTED_KINDS } from './kinds.ts';
import { READERS } from './readers.aws.ts';
import { memorySnapshots } from './snapshots.memory.ts';
import type { Snapshots } from './snapshots.ts';

const HOUR = 3_600_000;

function setup({ answers = {}, tick = 0 }: { answers?: Answers; tick?: number } = {}) {
  const time = { now: 1_795_000_000_000 };
  const { client, calls } = fakeAws({ ...accountAnswers(), ...answers });
  const parts: DailyParts = {
    snapshots: memorySnapshots(),
    // Each look at the clock takes a while: a call is over after so many.
    clock: {
      now: () => {
        time.now += tick;
        return time.now;
      },
    },
    plan: { account: ACCOUNT, partition: 'aws', regions: [REGION], kinds: COLLECTED_KINDS, sample: 0 },
    readers: READERS,
    client,
    source: { tool: 'test' },
    time: 60_000,
    progress: () => {},
  };
  return { parts, time, calls };
}

async function inventoryOf(snapshots: Snapshots, begun: number) {
  const lines: Buffer[] = [];
  for (const note of await snapshots.notes(begun)) lines.push(gunzipSync(await snapshots.lines(begun, note)));
  return loadInventory(lines as unknown as AsyncIterable<Buffer>);
}

test('a call makes a whole inventory, and those that follow within a day do nothing', async () => {
  const { parts, time, calls } = setup();
  const first = await keepDaily(parts);
  const before = calls.length;
  time.now += 22 * HOUR;

  const second = await keepDaily(parts);

  const { problems, things } = await inventoryOf(parts.snapshots, first.begun);
  expect([first.did, second.did, calls.length - before]).toEqual(['whole', 'nothing', 0]);
  expect([problems, things.role.length, things['glue-table'].length]).toEqual([[], 2, 2]);
  // Names of objects are not of its business.
  expect(calls).not.toContain('S3Client:ListObjectsV2');
});

test('the next day it is done again', async () => {
  const { parts, time } = setup();
  await keepDaily(parts);
  time.now += 23 * HOUR;

  expect((await keepDaily(parts)).did).toBe('whole');

  expect(await parts.snapshots.begun()).toHaveLength(2);
});

test('what does not fit into one call is gone on with by the next ones, and is the same in the end', async () => {
  const { parts, time } = setup({ tick: 4000 });
  const results = [];
  for (let calls = 0; calls < 20 && results.at(-1)?.did !== 'whole'; calls++) {
    results.push(await keepDaily(parts));
    time.now += HOUR / 60;
  }

  const { begun } = results[0]!;
  const { problems, things } = await inventoryOf(parts.snapshots, begun);
  const whole = setup();
  const { begun: other } = await keepDaily(whole.parts);
  const { things: expected } = await inventoryOf(whole.parts.snapshots, other);
  const told = (one: object) =>
    Object.values(one)
      .flat()
      .map((row) => JSON.stringify(row))
      .sort();
  expect(results.length).toBeGreaterThan(2);
  expect(new Set(results.map((one) => one.begun))).toEqual(new Set([begun]));
  expect([problems, told(things)]).toEqual([[], told(expected)]);
});

test('what has become of two moments is left, and how old the last whole one is grows', async () => {
  const { parts, time } = setup();
  const first = await keepDaily(parts);
  const never = { ...parts, time: 0 };
  time.now += 24 * HOUR;
  await keepDaily(never);
  time.now += 13 * HOUR;

  const { did, begun, age } = await keepDaily(never);

  expect([did, begun - first.begun, age]).toEqual(['part', 37 * HOUR, 37 * HOUR]);
});

test('of two that run at once, one adds the part', async () => {
  const { parts } = setup();

  const results = await Promise.all([keepDaily(parts), keepDaily(parts)]);

  const { problems } = await inventoryOf(parts.snapshots, results[0]!.begun);
  expect(results.map(({ did }) => did).sort()).toEqual(['part', 'whole']);
  expect(problems).toEqual([]);
});

test('a failure of the credentials is an error, and leaves what was there', async () => {
  const { parts } = setup({ answers: { 'DynamoDBClient:DescribeTable': refuses('ExpiredToken') } });

  await expect(keepDaily(parts)).rejects.toThrow('expired');

  expect(await parts.snapshots.begun()).toEqual([]);
});
