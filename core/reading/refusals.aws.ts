import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isTransient, N, number, S } from '../shared/dynamodb.aws.ts';
import { persist } from '../shared/persist.ts';
import type { RefusalCount } from './refusals.ts';

export interface AwsRefusalsOptions {
  ddb: DynamoDBClient;
  /** The table `Ledger`: `chain` = `refused#<actor>`, which is the name of no chain, `seq` 0. */
  table: string;
}

/** A count is a guard, not a proof: one that was added twice, for a lost answer, does no harm. */
export function awsRefusals({ ddb, table }: AwsRefusalsOptions): RefusalCount {
  const update = async (actor: string, hour: number, same: boolean): Promise<number | undefined> => {
    try {
      const { Attributes } = await ddb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { chain: S(`refused#${actor}`), seq: N(0) },
          UpdateExpression: same ? 'ADD #count :one' : 'SET #hour = :hour, #count = :one',
          ConditionExpression: same ? '#hour = :hour' : 'attribute_not_exists(#hour) OR #hour <> :hour',
          ExpressionAttributeNames: { '#hour': 'hour', '#count': 'count' },
          ExpressionAttributeValues: { ':hour': N(hour), ':one': N(1) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return number(Attributes, 'count') ?? 1;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  const once = async (actor: string, hour: number): Promise<number> =>
    (await update(actor, hour, true)) ?? (await update(actor, hour, false)) ?? (await update(actor, hour, true)) ?? 1;
  return {
    add: (actor, hour) => persist(() => once(actor, hour), { transient: isTransient, deadline: 5_000 }),
  };
}
