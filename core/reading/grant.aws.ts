import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { grantFacts, revocationFacts } from './facts.ts';
import { type Grant, type GrantStore, grantOf } from './grant.ts';
import { type GrantRequest, isRequestKey, requestKey, requestOf } from './grant-request.ts';

export interface AwsGrantsOptions {
  ddb: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  /** The table `Grants`. */
  table: string;
  ledger: AwsLedger;
}

export function awsGrants({ ddb, documents, table, ledger }: AwsGrantsOptions): GrantStore {
  /** A scan: two rows per reader and purpose, a few hundred at most. */
  const scan = async (): Promise<Record<string, unknown>[]> => {
    const rows: Record<string, unknown>[] = [];
    const pages = paginateScan({ client: documents }, { TableName: table, ConsistentRead: true });
    for await (const { Items = [] } of pages) rows.push(...Items);
    return rows;
  };
  const get = async (grant: string): Promise<Record<string, unknown>[]> => {
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { grant }, ConsistentRead: true }));
    return Item ? [Item] : [];
  };
  return {
    async give(grant, request) {
      const taken = request && {
        Delete: {
          TableName: table,
          Key: { grant: S(requestKey(request.reader, request.purpose)) },
          ConditionExpression: '#askedAt = :askedAt AND #hours = :hours',
          ExpressionAttributeNames: { '#askedAt': 'askedAt', '#hours': 'hours' },
          ExpressionAttributeValues: { ':askedAt': N(request.askedAt), ':hours': N(request.hours) },
        },
      };
      const put = {
        Put: {
          TableName: table,
          Item: {
            grant: S(grant.grant),
            reader: S(grant.reader),
            purpose: S(grant.purpose),
            givenBy: S(grant.givenBy),
            givenAt: N(grant.givenAt),
            expires: N(grant.expires),
            ...(grant.asked !== undefined && { asked: N(grant.asked) }),
            ...(grant.givenAs && { givenAs: { L: grant.givenAs.map(S) } }),
            ...(grant.policy !== undefined && { policy: S(grant.policy) }),
          },
        },
      };
      return untilDone(async () => {
        const { items, receipt } = await ledger.prepare(grantFacts(grant));
        const result = await transact(ddb, [...items, put, ...(taken ? [taken] : [])]);
        if (result.done) return receipt;
        return result.failed.includes(items.length + 1) ? undefined : AGAIN;
      });
    },

    async revoke(grant, by, at) {
      const gone = {
        Delete: {
          TableName: table,
          Key: { grant: S(grant.grant) },
          ConditionExpression: '#givenAt = :givenAt AND #expires = :expires',
          ExpressionAttributeNames: { '#givenAt': 'givenAt', '#expires': 'expires' },
          ExpressionAttributeValues: { ':givenAt': N(grant.givenAt), ':expires': N(grant.expires) },
        },
      };
      return untilDone(async () => {
        const { items, receipt } = await ledger.prepare(revocationFacts(grant, by, at));
        const result = await transact(ddb, [...items, gone]);
        if (result.done) return receipt;
        return result.failed.includes(items.length) ? undefined : AGAIN;
      });
    },

    find: async (key) => (await get(key)).flatMap(readable)[0],
    request: async (reader, purpose) => (await get(requestKey(reader, purpose))).flatMap(readableRequest)[0],

    async ask({ reader, purpose, ...request }) {
      // What nobody answered goes with its week, the e-mail in it too. Grants have no such attribute: they stay.
      const expiresSeconds = Math.ceil(request.expires / 1000);
      const Item = { grant: requestKey(reader, purpose), reader, purpose, ...request, expiresSeconds };
      await documents.send(new PutCommand({ TableName: table, Item }));
    },
    async requests(now) {
      const all = await scan();
      return all
        .filter(({ grant }) => isRequestKey(grant))
        .flatMap(readableRequest)
        .filter(({ expires }) => expires > now);
    },
    async list(now) {
      const all = await scan();
      return all
        .filter(({ grant }) => !isRequestKey(grant))
        .flatMap(readable)
        .filter(({ expires }) => expires > now);
    },
  };
}

/** A grant that cannot be read lets nobody read (`judgeRead` refuses by it), and takes no list down. */
const readable = (item: Record<string, unknown>): Grant[] => orNone(() => grantOf(item));
/** One that cannot be read was not made: it can be asked for anew. */
const readableRequest = (item: Record<string, unknown>): GrantRequest[] => orNone(() => requestOf(item));

function orNone<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}
