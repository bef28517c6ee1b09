import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { type Item, isTransient, S } from '../shared/dynamodb.aws.ts';
import { parallel } from '../shared/parallel.ts';
import { persist } from '../shared/persist.ts';
import { lastSegmentAt } from '../vault/segment-time.ts';
import type { IndexedRows } from './erase.ts';

const AT_A_TIME = 32;
/** ms that the clocks of stream and functions may be apart: so much later than an erasure a row under its key may say that it came. */
const SKEW = 86_400_000;
const again = <T>(attempt: () => Promise<T>) => persist(attempt, { transient: isTransient, deadline: 8_000 });

/**
 * Rows of the table `Index`, page by page. Needs `Query` and `DeleteItem` on it. Bodies in S3 stay until the sweep finds that no row points at
 * them, within a day: without the head, which is in the row, nobody opens them.
 */
export const awsIndexedRows = ({ ddb, table }: { ddb: DynamoDBClient; table: string }): IndexedRows => ({
  async erase(subject, keyIds, before = Number.POSITIVE_INFINITY) {
    const keys = Object.fromEntries([...keyIds].map((keyId, at) => [`:key${at}`, S(keyId)]));
    const until = Number.isFinite(before) ? ' AND #segment <= :last' : '';
    let deleted = 0;
    let start: Item | undefined;
    do {
      const query: QueryCommand = new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: `#subject = :subject${until}`,
        FilterExpression: Object.keys(keys)
          .map((key) => `#keyId = ${key}`)
          .join(' OR '),
        ProjectionExpression: '#segment, #keyId',
        ExpressionAttributeNames: { '#subject': 'subject', '#segment': 'segment', '#keyId': 'keyId' },
        ExpressionAttributeValues: {
          ...{ ':subject': S(subject), ...keys },
          ...(until && { ':last': S(lastSegmentAt(before + SKEW)) }),
        },
        ...(start && { ExclusiveStartKey: start }),
      });
      const { Items = [], LastEvaluatedKey } = await again(() => ddb.send(query));
      start = LastEvaluatedKey;
      await parallel(Items, AT_A_TIME, async ({ segment, keyId }) => {
        const command = new DeleteItemCommand({
          TableName: table,
          Key: { subject: S(subject), segment: segment! },
          // A segment has one row, ever, under one key: this says that no other is deleted, whatever was put there by hand.
          ConditionExpression: '#keyId = :keyId',
          ExpressionAttributeNames: { '#keyId': 'keyId' },
          ExpressionAttributeValues: { ':keyId': keyId! },
        });
        try {
          await again(() => ddb.send(command));
          deleted++;
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        }
      });
    } while (start);
    return deleted;
  },
});
