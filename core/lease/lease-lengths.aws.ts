import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { LONGEST_LEASE_SECONDS } from '../disclosure/bounds.ts';
import { S } from '../shared/dynamodb.aws.ts';
import { kidsBetween, type LeaseLengths } from './lease-lengths.ts';

/** @param table `LeaseKeys`. Needs `dynamodb:GetItem` on it, and none of the keys that it holds wrapped. */
export function awsLeaseLengths({ ddb, table }: { ddb: DynamoDBClient; table: string }): LeaseLengths {
  const ofDay = async (kid: string): Promise<number> => {
    const { Item } = await ddb.send(
      new GetItemCommand({
        TableName: table,
        Key: { kid: S(kid) },
        ConsistentRead: true,
        ProjectionExpression: 'kid, longestLease',
      }),
    );
    if (!Item) return 0;
    const seconds = Number(Item.longestLease?.N);
    return seconds >= 0 ? Math.min(seconds, LONGEST_LEASE_SECONDS) : LONGEST_LEASE_SECONDS;
  };
  return {
    longest: async (from, to) => Math.max(...(await Promise.all(kidsBetween(from, to).map(ofDay)))),
  };
}
