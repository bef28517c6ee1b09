import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { pause, transact } from '../ledger/transact.aws.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { grantFacts } from './facts.ts';
import type { Grant, GrantStore } from './grant.ts';

const PATIENCE = 10_000;

export interface AwsGrantsOptions {
  ddb: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  /** The table `Grants`. */
  table: string;
  ledger: AwsLedger;
  clock: Clock;
}

export function awsGrants({ ddb, documents, table, ledger, clock }: AwsGrantsOptions): GrantStore {
  return {
    async give(grant) {
      const until = clock.now() + PATIENCE;
      const put = {
        Put: {
          TableName: table,
          Item: {
            grant: { S: grant.grant },
            reader: { S: grant.reader },
            purpose: { S: grant.purpose },
            givenBy: { S: grant.givenBy },
            givenAt: { N: String(grant.givenAt) },
            expires: { N: String(grant.expires) },
          },
        },
      };
      for (let attempt = 1; ; attempt++) {
        const { items, receipt } = await ledger.prepare(grantFacts(grant));
        if ((await transact(ddb, [...items, put])).done) return receipt;
        if (clock.now() >= until) throw new Refused('busy', 'the grant could not be written in time');
        await pause(attempt);
      }
    },
    async list(now) {
      const grants: Grant[] = [];
      // A scan: one row per reader and purpose, a few hundred at most.
      for await (const { Items = [] } of paginateScan(
        { client: documents },
        { TableName: table, ConsistentRead: true },
      )) {
        grants.push(...(Items as Grant[]));
      }
      return grants.filter(({ expires }) => expires > now);
    },
  };
}
