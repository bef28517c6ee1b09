import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { FIRST_PREVIOUS, link } from './entry.ts';
import {
  CHAINS,
  type ChainTip,
  type EntryFacts,
  type EntryReceipt,
  type Ledger,
  type LedgerReader,
  type StoredEntry,
} from './ledger.ts';
import { pause, transact } from './transact.aws.ts';

/** How long an append goes on trying, ms. */
const PATIENCE = 10_000;

export interface PreparedAppend {
  /** An update of the head and a put of the entry, in this order: put them into a transaction of your own. */
  items: TransactWriteItem[];
  /** Where the entry will stand once the transaction is made. */
  receipt: EntryReceipt;
}

export interface PrepareOptions {
  /** The chain's copy of the reading gate must be open: reads alone ask it. @default false */
  open?: boolean;
  /** @default any */
  chain?: string;
}

export interface AwsLedger extends Ledger, LedgerReader {
  /**
   * Reads a chain's tip and makes the two items that append to it. When the transaction is cancelled because the chain
   * moved on (or by a conflict), prepare again.
   */
  prepare(facts: EntryFacts, options?: PrepareOptions): Promise<PreparedAppend>;
  pick(): string;
}

export interface AwsLedgerOptions {
  ddb: DynamoDBClient;
  table: string;
  /** @default CHAINS */
  chains?: readonly string[];
  clock: Clock;
  /** In [0, 1). @default Math.random */
  random?: () => number;
}

export function awsLedger({ ddb, table, chains = CHAINS, clock, random = Math.random }: AwsLedgerOptions): AwsLedger {
  const pick = (): string => chains[Math.floor(random() * chains.length)]!;

  const tipOf = async (chain: string): Promise<ChainTip> => {
    const { Item } = await ddb.send(
      new GetItemCommand({
        TableName: table,
        Key: headKey(chain),
        ConsistentRead: true,
        ProjectionExpression: '#length, #hash',
        ExpressionAttributeNames: { '#length': 'length', '#hash': 'hash' },
      }),
    );
    return { chain, length: Number(Item?.length?.N ?? 0), hash: Item?.hash?.S ?? FIRST_PREVIOUS };
  };

  const prepare = async (facts: EntryFacts, { open = false, chain = pick() }: PrepareOptions = {}) =>
    appendItems(table, await tipOf(chain), facts, open);

  return {
    pick,
    prepare,
    async append(facts) {
      const until = clock.now() + PATIENCE;
      for (let attempt = 1; ; attempt++) {
        const { items, receipt } = await prepare(facts);
        const result = await transact(ddb, items);
        if (result.done) return receipt;
        if (clock.now() >= until) throw new Refused('busy', 'the ledger could not be written in time');
        await pause(attempt, random);
      }
    },
    tips: () => Promise.all(chains.map(tipOf)),
    async entries(chain, after = 0, limit = Number.POSITIVE_INFINITY) {
      const found: StoredEntry[] = [];
      let start: Record<string, AttributeValue> | undefined;
      do {
        const wanted = limit - found.length;
        const { Items = [], LastEvaluatedKey } = await ddb.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: '#chain = :chain AND #seq > :after',
            ProjectionExpression: '#body, #hash',
            ExpressionAttributeNames: { '#chain': 'chain', '#seq': 'seq', '#body': 'body', '#hash': 'hash' },
            ExpressionAttributeValues: { ':chain': { S: chain }, ':after': { N: String(after) } },
            ...(Number.isFinite(wanted) && { Limit: wanted }),
            ...(start && { ExclusiveStartKey: start }),
          }),
        );
        // An entry whose attributes were removed is handed on: the verifier names it, nobody skips it.
        for (const item of Items) found.push({ body: item.body?.S ?? '', hash: item.hash?.S ?? '' });
        start = LastEvaluatedKey;
      } while (start && found.length < limit);
      return found;
    },
  };
}

const headKey = (chain: string): Record<string, AttributeValue> => ({ chain: { S: chain }, seq: { N: '0' } });

function appendItems(table: string, tip: ChainTip, facts: EntryFacts, open: boolean): PreparedAppend {
  const { entry, stored } = link(tip, facts);
  const unchanged = tip.length === 0 ? 'attribute_not_exists(#length)' : '#length = :length AND #hash = :previous';
  const attributes = Object.entries({
    at: { N: String(entry.at) },
    kind: { S: entry.kind },
    actor: { S: entry.actor },
    subject: entry.subject === undefined ? undefined : { S: entry.subject },
    segment: entry.segment === undefined ? undefined : { S: entry.segment },
    incident: entry.incident === undefined ? undefined : { S: entry.incident },
  }).filter((pair): pair is [string, AttributeValue.NMember | AttributeValue.SMember] => pair[1] !== undefined);
  return {
    receipt: { chain: entry.chain, seq: entry.seq, hash: entry.hash },
    items: [
      {
        Update: {
          TableName: table,
          Key: headKey(tip.chain),
          UpdateExpression: 'SET #length = :next, #hash = :hash',
          ConditionExpression: open ? `${unchanged} AND #state = :open` : unchanged,
          ExpressionAttributeNames: { '#length': 'length', '#hash': 'hash', ...(open && { '#state': 'state' }) },
          ExpressionAttributeValues: {
            ':next': { N: String(entry.seq) },
            ':hash': { S: entry.hash },
            ...(tip.length > 0 && { ':length': { N: String(tip.length) }, ':previous': { S: tip.hash } }),
            ...(open && { ':open': { S: 'open' } }),
          },
        },
      },
      {
        Put: {
          TableName: table,
          Item: {
            chain: { S: entry.chain },
            seq: { N: String(entry.seq) },
            body: { S: stored.body },
            hash: { S: stored.hash },
            ...Object.fromEntries(attributes),
          },
          ConditionExpression: 'attribute_not_exists(#chain)',
          ExpressionAttributeNames: { '#chain': 'chain' },
        },
      },
    ],
  };
}
