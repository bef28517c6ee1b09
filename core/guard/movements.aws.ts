import type { DynamoDBClient, Put } from '@aws-sdk/client-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import type { EntryFacts } from '../ledger/ledger.ts';
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
  /** The row on its condition, and the entry; neither where the condition fails. */
  const withEntry = (facts: EntryFacts, row: Omit<Put, 'TableName'>): Promise<boolean> =>
    untilDone(async () => {
      const { items } = await ledger.prepare(facts);
      const result = await transact(ddb, [{ Put: { TableName: table, ...row } }, ...items]);
      if (result.done) return true;
      return result.failed.includes(0) ? false : AGAIN;
    });
  return {
    note: (name, facts) =>
      withEntry(facts, {
        Item: { incident: S(`door#${name}`), item: S('movement'), at: N(facts.at) },
        ConditionExpression: 'attribute_not_exists(#incident)',
        ExpressionAttributeNames: { '#incident': 'incident' },
      }),
    noteChange: (what, value, facts) =>
      withEntry(facts, {
        Item: { incident: S(`door#${what}`), item: S('last'), at: N(facts.at), value: S(value) },
        ConditionExpression: 'attribute_not_exists(#incident) OR (#value <> :value AND #at < :at)',
        ExpressionAttributeNames: { '#incident': 'incident', '#value': 'value', '#at': 'at' },
        ExpressionAttributeValues: { ':value': S(value), ':at': N(facts.at) },
      }),
  };
}
