import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { STREAM_RETENTION_DAYS } from '../disclosure/bounds.ts';
import { type Item, isTransient, S } from '../shared/dynamodb.aws.ts';
import { parallel } from '../shared/parallel.ts';
import { persist } from '../shared/persist.ts';
import { firstSegmentAt, lastSegmentAt } from '../vault/segment-time.ts';
import type { IndexedRows } from './erase.ts';
import { isTrimmed } from './trims.ts';

const AT_A_TIME = 32;
/** ms that the clocks of stream and functions may be apart: so much later than an erasure a row under its key may say that it came. */
const SKEW = 86_400_000;
const again = <T>(attempt: () => Promise<T>) => persist(attempt, { transient: isTransient, deadline: 8_000 });

/** ms that the arrivals of one segment's frames can lie apart: they were in the stream at one time. */
const LONGEST_SEGMENT = STREAM_RETENTION_DAYS * 86_400_000 + SKEW;

/**
 * Rows of the table `Index`, page by page. Needs `Query` and `DeleteItem` on it. Bodies in S3 stay until the sweep finds that no row points at
 * them, within a day: without the head, which is in the row, nobody opens them.
 */
export function awsIndexedRows({ ddb, table }: { ddb: DynamoDBClient; table: string }): IndexedRows {
  const remove = async ({ subject, segment, keyId }: Item): Promise<number> => {
    const command = new DeleteItemCommand({
      TableName: table,
      Key: { subject: subject!, segment: segment! },
      // A segment has one row, ever, under one key: this says that no other is deleted, whatever was put there by hand.
      ConditionExpression: keyId ? '#keyId = :keyId' : 'attribute_exists(subject) AND attribute_not_exists(#keyId)',
      ExpressionAttributeNames: { '#keyId': 'keyId' },
      ...(keyId && { ExpressionAttributeValues: { ':keyId': keyId } }),
    });
    try {
      await again(() => ddb.send(command));
      return 1;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return 0;
    }
  };
  /** Deletes what a query finds of a subject that goes. */
  const removeAll = async (
    subject: string,
    { range, filter, goes = () => true, names = {}, values }: Where,
  ): Promise<number> => {
    let deleted = 0;
    let start: Item | undefined;
    do {
      const query: QueryCommand = new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: `#subject = :subject${range}`,
        ...(filter && { FilterExpression: filter }),
        ProjectionExpression: ['#subject', '#segment', '#keyId', ...Object.keys(names)].join(', '),
        ExpressionAttributeNames: { '#subject': 'subject', '#segment': 'segment', '#keyId': 'keyId', ...names },
        ExpressionAttributeValues: { ':subject': S(subject), ...values },
        ...(start && { ExclusiveStartKey: start }),
      });
      const { Items = [], LastEvaluatedKey } = await again(() => ddb.send(query));
      start = LastEvaluatedKey;
      await parallel(Items.filter(goes), AT_A_TIME, async (item) => {
        // The count is read after the wait: others count meanwhile.
        const one = await remove(item);
        deleted += one;
      });
    } while (start);
    return deleted;
  };
  return {
    erase(subject, keyIds, before = Number.POSITIVE_INFINITY) {
      const keys = Object.fromEntries(
        (keyIds === 'all' ? [] : [...keyIds]).map((keyId, at) => [`:key${at}`, S(keyId)]),
      );
      const until = Number.isFinite(before) ? ' AND #segment <= :last' : '';
      return removeAll(subject, {
        range: until,
        ...(keyIds !== 'all' && {
          filter: Object.keys(keys)
            .map((key) => `#keyId = ${key}`)
            .join(' OR '),
        }),
        values: { ...keys, ...(until && { ':last': S(lastSegmentAt(before + SKEW)) }) },
      });
    },
    async trim(subject, trims) {
      let deleted = 0;
      for (const { from, to } of trims) {
        deleted += await removeAll(subject, {
          range: ' AND #segment BETWEEN :first AND :last',
          names: { '#arrivedFrom': 'arrivedFrom', '#arrivedTo': 'arrivedTo' },
          values: { ':first': S(firstSegmentAt(from)), ':last': S(lastSegmentAt(to + LONGEST_SEGMENT)) },
          goes: ({ segment, arrivedFrom, arrivedTo }) =>
            isTrimmed(trims, { segment: segment?.S, arrivedFrom: timeOf(arrivedFrom), arrivedTo: timeOf(arrivedTo) }),
        });
      }
      return deleted;
    },
  };
}

interface Where {
  range: string;
  filter?: string;
  goes?: (item: Item) => boolean;
  names?: Record<string, string>;
  values: Item;
}

const timeOf = (value: AttributeValue | undefined): number | undefined =>
  value?.N === undefined ? undefined : Number(value.N);
