import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { grantFacts } from './facts.ts';
import { type Grant, type GrantStore, grantOf } from './grant.ts';

export interface AwsGrantsOptions {
  ddb: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  /** The table `Grants`. */
  table: string;
  ledger: AwsLedger;
}

export function awsGrants({ ddb, documents, table, ledger }: AwsGrantsOptions): GrantStore {
  return {
    async give(grant) {
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
          },
        },
      };
      return untilDone(async () => {
        const { items, receipt } = await ledger.prepare(grantFacts(grant));
        return (await transact(ddb, [...items, put])).done ? receipt : AGAIN;
      });
    },
    async list(now) {
      const grants: Grant[] = [];
      // A scan: one row per reader and purpose, a few hundred at most.
      for await (const { Items = [] } of paginateScan(
        { client: documents },
        { TableName: table, ConsistentRead: true },
      )) {
        grants.push(...Items.flatMap(readable));
      }
      return grants.filter(({ expires }) => expires > now);
    },
  };
}

/** A grant that cannot be read lets nobody read (`judgeRead` refuses by it), and takes no list down. */
function readable(item: Record<string, unknown>): Grant[] {
  try {
    return [grantOf(item)];
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}
