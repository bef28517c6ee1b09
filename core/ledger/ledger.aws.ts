import { type DynamoDBClient, GetItemCommand, QueryCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type Item, N, number, S, text } from '../shared/dynamodb.aws.ts';
import type { Persistence } from '../shared/persist.ts';
import { committed, textKey } from './commitment.ts';
import { FIRST_PREVIOUS, link } from './entry.ts';
import {
  CHAINS,
  type ChainAppender,
  type ChainTip,
  type Entry,
  type EntryFacts,
  type EntryKind,
  type EntryReceipt,
  type Ledger,
  type LedgerReader,
  type Opening,
  PAGE,
  pickChain,
  type StoredEntry,
} from './ledger.ts';
import { AGAIN, transact, untilDone } from './transact.aws.ts';

export interface PreparedAppend {
  /**
   * An update of the head, a put of the entry and, where somebody gave a reason, one of their words, in this order: put them into a
   * transaction of your own.
   */
  items: TransactWriteItem[];
  /** Where the entry will stand once the transaction is made. */
  receipt: EntryReceipt;
}

export interface PrepareOptions {
  /** The chain's copy of the reading gate must be open: reads alone ask it. @default false */
  open?: boolean;
  /** @default one of the entry's kind */
  chain?: string;
}

export interface AwsLedger extends Ledger, LedgerReader, ChainAppender {
  /**
   * Reads a chain's tip and makes the items that append to it. When the transaction is cancelled because the chain
   * moved on (or by a conflict), prepare again.
   */
  prepare(facts: EntryFacts, options?: PrepareOptions): Promise<PreparedAppend>;
  pick(kind: EntryKind): string;
}

export interface AwsLedgerOptions {
  ddb: DynamoDBClient;
  table: string;
  /** All entries go there. @default each kind to its own */
  chains?: readonly string[];
  /** In [0, 1). @default Math.random */
  random?: () => number;
  /** How it waits between tries. @default in real time */
  time?: Pick<Persistence, 'now' | 'sleep'>;
}

export function awsLedger({ ddb, table, chains: only, random = Math.random, time }: AwsLedgerOptions): AwsLedger {
  const chains = only ?? CHAINS;
  const pick = (kind: EntryKind): string => pickChain(kind, random, only);

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
    return { chain, length: number(Item, 'length') ?? 0, hash: text(Item, 'hash') ?? FIRST_PREVIOUS };
  };

  const prepare = async (facts: EntryFacts, { open = false, chain = pick(facts.kind) }: PrepareOptions = {}) =>
    appendItems(table, await tipOf(chain), facts, open);

  return {
    pick,
    prepare,
    append: (facts) =>
      untilDone(
        async () => {
          const { items, receipt } = await prepare(facts);
          return (await transact(ddb, items)).done ? receipt : AGAIN;
        },
        { random, ...time },
      ),
    appendAt: (tip, facts) =>
      untilDone(
        async () => {
          const { items, receipt } = appendItems(table, tip, facts, false);
          const made = await transact(ddb, items);
          if (made.done) return receipt;
          return made.failed.length > 0 ? undefined : AGAIN;
        },
        { random, ...time },
      ),
    chains,
    tip: tipOf,
    async entry(chain, seq) {
      const { Item } = await ddb.send(
        new GetItemCommand({ TableName: table, Key: { chain: S(chain), seq: N(seq) }, ConsistentRead: true, ...SHOWN }),
      );
      return Item && asStored(Item);
    },
    async page(chain, after, limit = PAGE) {
      const { Items = [] } = await ddb.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: '#chain = :chain AND #seq > :after',
          ...SHOWN,
          ExpressionAttributeNames: { ...SHOWN.ExpressionAttributeNames, '#chain': 'chain' },
          ExpressionAttributeValues: { ':chain': S(chain), ':after': N(after) },
          Limit: limit,
        }),
      );
      return Items.map((item) => ({ ...asStored(item), seq: number(item, 'seq')! }));
    },
  };
}

const SHOWN = {
  ProjectionExpression: '#seq, #body, #hash',
  ExpressionAttributeNames: { '#seq': 'seq', '#body': 'body', '#hash': 'hash' },
};

/** An entry whose attributes were removed is handed on: the verifier names it, nobody skips it. */
const asStored = (item: Item): StoredEntry => ({ body: text(item, 'body') ?? '', hash: text(item, 'hash') ?? '' });

const headKey = (chain: string): Item => ({ chain: S(chain), seq: N(0) });

function appendItems(table: string, tip: ChainTip, facts: EntryFacts, open: boolean): PreparedAppend {
  const { facts: linked, opening } = committed(facts);
  const { entry, stored } = link(tip, linked);
  const unchanged =
    tip.length === 0
      ? '(attribute_not_exists(#length) OR #length = :length)' // gates of earlier versions made heads of length 0
      : '(#length = :length AND #hash = :previous)';
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
            ':next': N(entry.seq),
            ':hash': S(entry.hash),
            ':length': N(tip.length),
            ...(tip.length > 0 && { ':previous': S(tip.hash) }),
            ...(open && { ':open': S('open') }),
          },
        },
      },
      {
        Put: {
          TableName: table,
          Item: {
            chain: S(entry.chain),
            seq: N(entry.seq),
            body: S(stored.body),
            hash: S(stored.hash),
            at: N(entry.at),
            kind: S(entry.kind),
            actor: S(entry.actor),
            ...(entry.subject !== undefined && { subject: S(entry.subject) }),
            ...(entry.segment !== undefined && { segment: S(entry.segment) }),
            ...(entry.incident !== undefined && { incident: S(entry.incident) }),
          },
          ...NEW,
        },
      },
      ...(opening ? [putText(table, { ...opening, commitment: entry.commitment!, about: entry })] : []),
    ],
  };
}

const NEW = { ConditionExpression: 'attribute_not_exists(#chain)', ExpressionAttributeNames: { '#chain': 'chain' } };

/** Of two texts under one number, which chance does not bring about, the second one is made again under another salt. */
function putText(
  TableName: string,
  { salt, text, commitment, about: { subject, at } }: Opening & { commitment: string; about: Entry },
): TransactWriteItem {
  const { chain, seq } = textKey({ ...(subject !== undefined && { subject }), commitment });
  const Item = { chain: S(chain), seq: N(seq), commitment: S(commitment), salt: S(salt), text: S(text), at: N(at) };
  return { Put: { TableName, Item, ...NEW } };
}
