import { DeleteItemCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { batchGet } from '../shared/batch-get.aws.ts';
import { type Item, isTransient, N, number, S, text } from '../shared/dynamodb.aws.ts';
import { parallel } from '../shared/parallel.ts';
import { persist } from '../shared/persist.ts';
import { EVERYBODY, type TextKey, textChain, textKey } from './commitment.ts';
import type { Opening } from './ledger.ts';
import type { LedgerTexts } from './texts.ts';

export interface AwsTextsOptions {
  ddb: DynamoDBClient;
  /** The table `Ledger`: `chain` = `text#<subject>`, which is the name of no chain. */
  table: string;
}

const DELETES_AT_A_TIME = 16;

/**
 * Needs on `Ledger`, of the rows `text#*`: to show, `BatchGetItem`; to erase, `Query` and `DeleteItem`. Rows whose attributes were
 * removed are handed on: whoever compares them with their entries says so.
 */
export function awsTexts({ ddb, table }: AwsTextsOptions): LedgerTexts {
  const again = <T>(attempt: () => Promise<T>) => persist(attempt, { transient: isTransient, deadline: 8_000 });

  /** Keys and times of all rows of one chain. */
  async function* pages(chain: string): AsyncGenerator<Item[]> {
    let start: Item | undefined;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: '#chain = :chain',
        ProjectionExpression: '#chain, #seq, #at',
        ExpressionAttributeNames: { '#chain': 'chain', '#seq': 'seq', '#at': 'at' },
        ExpressionAttributeValues: { ':chain': S(chain) },
        ...(start && { ExclusiveStartKey: start }),
      });
      const { Items = [], LastEvaluatedKey } = await again(() => ddb.send(command));
      yield Items;
      start = LastEvaluatedKey;
    } while (start);
  }

  return {
    async of(entries) {
      const wanted = new Map<string, { key: TextKey; commitment: string }>();
      for (const { subject, commitment = '' } of entries) {
        // What somebody may have edited: no text stands under such a key.
        if (!COMMITMENT.test(commitment) || !SUBJECT.test(subject ?? EVERYBODY)) continue;
        const key = textKey({ ...(subject !== undefined && { subject }), commitment });
        wanted.set(nameOf(key), { key, commitment });
      }
      // By key, however many are about one person: whoever reads a page pays for that page.
      const keys = [...wanted.values()].map(({ key }) => keyOf(key));
      const rows = await batchGet(ddb, table, keys);
      return new Map(
        rows.flatMap((row): [string, Opening][] => {
          const found = wanted.get(nameOf({ chain: text(row, 'chain')!, seq: number(row, 'seq')! }));
          return found ? [[found.commitment, openingOf(row)]] : [];
        }),
      );
    },
    async erase(subject, before = Number.POSITIVE_INFINITY) {
      for await (const rows of pages(textChain(subject))) {
        // A row that does not say when it was written is deleted too: nobody could go by it.
        const old = rows.filter((row) => (number(row, 'at') ?? 0) < before);
        await parallel(old, DELETES_AT_A_TIME, ({ chain, seq }) =>
          again(() => ddb.send(new DeleteItemCommand({ TableName: table, Key: { chain: chain!, seq: seq! } }))),
        );
      }
    },
  };
}

const SUBJECT = /^[^#]{1,64}$/;
const COMMITMENT = /^[0-9a-f]{64}$/;
const keyOf = ({ chain, seq }: TextKey): Item => ({ chain: S(chain), seq: N(seq) });
const nameOf = ({ chain, seq }: TextKey): string => `${chain} ${seq}`;
const openingOf = (row: Item): Opening => ({ salt: text(row, 'salt') ?? '', text: text(row, 'text') ?? '' });
