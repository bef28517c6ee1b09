import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import {
  CASE_OF,
  type CaseStore,
  type Contribution,
  factsOf,
  hashContribution,
  type Kept,
  numbered,
  type Words,
} from './case.ts';
import { afterStep } from './incident.ts';
import { type IncidentRows, itemKey } from './incident-rows.aws.ts';
import type { SealedText, TextSeal } from './text-seal.ts';

export interface CaseOptions {
  ddb: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  table: string;
  ledger: AwsLedger;
  seal: TextSeal;
  rows: IncidentRows;
}

const CASE = 'case#';
/** Cases whose contributions an instance remembers: some hundred KB each at most. */
const REMEMBERED = 20;
/** Sorts by number: there are 1,000 at most. */
const itemOf = (number: number): string => `${CASE}${String(number).padStart(6, '0')}`;

/**
 * `case#<number, 6 digits>` of an incident: `body` (contribution, hash, place of its entry, as JSON), `wrapped` and `message` (salt and words,
 * sealed), `fileKey`. Put on condition that it is not there: two at a time never have one number.
 */
export function incidentCase({ ddb, documents, table, ledger, seal, rows }: CaseOptions): CaseStore {
  const contributions = async (incident: string, after = 0, limit?: number): Promise<Kept[]> => {
    const query = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'incident = :incident AND #item BETWEEN :first AND :last',
      ProjectionExpression: '#body',
      ExpressionAttributeNames: { '#item': 'item', '#body': 'body' },
      ExpressionAttributeValues: { ':incident': incident, ':first': itemOf(after + 1), ':last': itemOf(999_999) },
    };
    if (limit !== undefined) {
      const { Items = [] } = await documents.send(new QueryCommand({ ...query, Limit: limit }));
      return Items.map(({ body }): Kept => JSON.parse(body));
    }
    const found: Kept[] = [];
    for await (const { Items = [] } of paginateQuery({ client: documents }, query)) {
      found.push(...Items.map(({ body }): Kept => JSON.parse(body)));
    }
    return found;
  };

  // A contribution is never changed: what one act has read the next one reads not again, but for what came since. Who is shown a case is shown
  // its rows, and never this.
  const remembered = new Map<string, Contribution[]>();
  const soFarOf = async (incident: string): Promise<Contribution[]> => {
    const known = remembered.get(incident) ?? [];
    const since = await contributions(incident, known.length);
    const all = [...known, ...since.map(({ contribution }) => contribution)];
    remembered.delete(incident);
    remembered.set(incident, all);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED) remembered.delete(oldest!);
    return all;
  };

  return {
    async contribute(incident, { id, words, fileKey }, decide) {
      let sealed: SealedText | undefined;
      return untilDone(async () => {
        const seen = await rows.find(incident);
        const there = await soFarOf(incident);
        const before = there.find((one) => one.id === id);
        if (before) return (await contributions(incident, before.number - 1, 1))[0]!;
        const made = decide(seen.incident, structuredClone(there));
        const contribution = numbered(id, made, there.length);
        const document = hashContribution(contribution, words);
        sealed ??= words && (await seal.seal(CASE_OF + incident, JSON.stringify(words)));
        const { items, receipt } = await ledger.prepare(factsOf(incident, contribution, document));
        const kept: Kept = { contribution, document, receipt };
        const put: TransactWriteItem = {
          Put: {
            TableName: table,
            Item: {
              ...itemKey(incident, itemOf(contribution.number)),
              body: S(JSON.stringify(kept)),
              ...(sealed && { wrapped: { B: sealed.wrapped }, message: { B: sealed.message } }),
              ...(fileKey && { fileKey: { B: fileKey } }),
            },
            ConditionExpression: 'attribute_not_exists(#item)',
            ExpressionAttributeNames: { '#item': 'item' },
          },
        };
        const after = made.step && afterStep(seen.incident, made.step);
        const moved = after ? [rows.moved(after, seen.version)] : [];
        return (await transact(ddb, [put, ...moved, ...items])).done ? kept : AGAIN;
      });
    },
    contributions,
    async words(incident, number) {
      const item = await rows.get(incident, itemOf(number));
      if (!item?.message) return undefined;
      const text = await seal.open(CASE_OF + incident, { wrapped: item.wrapped, message: item.message });
      return JSON.parse(text) as Words;
    },
    async fileKey(incident, number) {
      const item = await rows.get(incident, itemOf(number));
      if (!item?.fileKey) throw new Refused('not-found', 'no such file');
      return item.fileKey;
    },
  };
}
