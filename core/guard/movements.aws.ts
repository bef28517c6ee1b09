import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import type { Movements } from './movements.ts';

export interface AwsMovementsOptions {
  ddb: DynamoDBClient;
  /** Of the incidents: a row a movement beside them. */
  table: string;
  ledger: AwsLedger;
}

export function awsMovements({ ddb, table, ledger }: AwsMovementsOptions): Movements {
  return {
    note: (name, facts) =>
      untilDone(async () => {
        const { items } = await ledger.prepare(facts);
        const row = {
          TableName: table,
          Item: { incident: S(`door#${name}`), item: S('movement'), at: N(facts.at) },
          ConditionExpression: 'attribute_not_exists(#incident)',
          ExpressionAttributeNames: { '#incident': 'incident' },
        };
        const result = await transact(ddb, [{ Put: row }, ...items]);
        if (result.done) return true;
        return result.failed.includes(0) ? false : AGAIN;
      }),
  };
}
