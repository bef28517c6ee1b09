import { setImmediate as settled } from 'node:timers/promises';
import {
  type DynamoDBClient,
  type GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { entryBy } from './entry-by.memory.ts';
import { awsLedger } from './ledger.aws.ts';
import type { EntryKind } from './ledger.ts';

/**
 * Appends of many at once, through the adapter of production, in virtual time. DynamoDB as it is documented: a look takes 4 ms, a
 * transaction holds its items for 15 ms, and one that meets another on an item is cancelled.
 */
const LOOK = 4;
const TRANSACTION = 15;

/** Numbers that look random and are the same each time. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function virtualTime() {
  const waiting: { at: number; go: () => void }[] = [];
  const time = {
    time: 0,
    now: () => time.time,
    sleep: (ms: number) =>
      new Promise<void>((go) => {
        const at = time.time + ms;
        // In order of time: most go to the end or near it.
        let index = waiting.length;
        while (index > 0 && waiting[index - 1]!.at > at) index--;
        waiting.splice(index, 0, { at, go });
      }),
    async run() {
      await settled();
      while (waiting.length > 0) {
        time.time = waiting[0]!.at;
        while (waiting.length > 0 && waiting[0]!.at <= time.time) waiting.shift()!.go();
        await settled();
      }
    },
  };
  return time;
}

function contended(time: ReturnType<typeof virtualTime>): DynamoDBClient {
  const heads = new Map<string, { length: string; hash: string; busy: boolean }>();
  const head = (chain: string) => {
    const found = heads.get(chain) ?? { length: '0', hash: '', busy: false };
    heads.set(chain, found);
    return found;
  };
  const cancelled = (Code: string) =>
    new TransactionCanceledException({
      message: Code,
      $metadata: {},
      CancellationReasons: [{ Code }, { Code: 'None' }],
    });
  const send = async (command: GetItemCommand | TransactWriteItemsCommand) => {
    if (!(command instanceof TransactWriteItemsCommand)) {
      await time.sleep(LOOK);
      const { length, hash } = head(command.input.Key!.chain!.S!);
      return length === '0' ? {} : { Item: { length: { N: length }, hash: { S: hash } } };
    }
    const { Key, ExpressionAttributeValues: values } = command.input.TransactItems![0]!.Update!;
    const chain = head(Key!.chain!.S!);
    if (chain.busy) {
      await time.sleep(TRANSACTION / 3);
      throw cancelled('TransactionConflict');
    }
    chain.busy = true;
    await time.sleep(TRANSACTION);
    chain.busy = false;
    if (chain.length !== values![':length']!.N) throw cancelled('ConditionalCheckFailed');
    chain.length = values![':next']!.N!;
    chain.hash = values![':hash']!.S!;
    return {};
  };
  return { send } as unknown as DynamoDBClient;
}

/** Appends at given rates a second, for some seconds. @returns ms that 99 of 100 take, by kind; those that failed took for ever */
async function latencies(rates: Partial<Record<EntryKind, number>>, seconds: number, chains?: readonly string[]) {
  const time = virtualTime();
  const random = draws(7);
  const ledger = awsLedger({ ddb: contended(time), table: 'Ledger', random, time, ...(chains && { chains }) });
  const took = new Map<string, number[]>();
  const appends = Object.entries(rates).flatMap(([kind, rate]) =>
    Array.from({ length: rate * seconds }, async () => {
      await time.sleep(random() * seconds * 1_000);
      const begun = time.now();
      const done = await ledger.append(entryBy(kind as EntryKind, 'a')).then(
        () => true,
        () => false,
      );
      const list = took.get(kind) ?? [];
      list.push(done ? time.now() - begun : Number.POSITIVE_INFINITY);
      took.set(kind, list);
    }),
  );
  await time.run();
  await Promise.all(appends);
  return (kind: EntryKind) => {
    const list = took.get(kind)!.sort((a, b) => a - b);
    return list[Math.floor(list.length * 0.99)]!;
  };
}

const FLOOD = { 'read-refused': 300, pause: 10, choice: 20 } as const;

test('a flood of reads keeps nobody from withdrawing, and no pause from being recorded', async () => {
  const p99 = await latencies(FLOOD, 2);
  expect(p99('pause')).toBeLessThan(1_000);
  expect(p99('choice')).toBeLessThan(1_000);
});

test('nor do many who withdraw at once keep a pause from being recorded', async () => {
  const p99 = await latencies({ choice: 120, pause: 4 }, 5);
  expect(p99('pause')).toBeLessThan(1_000);
});

test('in chains that all share it takes seconds: what this is about', async () => {
  const p99 = await latencies(FLOOD, 2, ['c0', 'c1', 'c2', 'c3']);
  expect(p99('pause')).toBeGreaterThan(1_000);
});
