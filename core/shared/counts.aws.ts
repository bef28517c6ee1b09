import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Counts } from './counts.ts';
import { failedCondition, type Item, isTransient, N, number } from './dynamodb.aws.ts';
import { persist } from './persist.ts';

/** Where a count stands. */
export interface CountRow {
  table: string;
  key: Item;
  /** Attribute that holds the number of the span. */
  span: 'hour' | 'day';
}

export interface AwsCountsOptions {
  ddb: DynamoDBClient;
  rowOf: (who: string) => CountRow;
}

/** Above `most` nothing fits: one number more than may be counted. */
const MANY = Number.MAX_SAFE_INTEGER;

/**
 * The update that counts one more, or several, for a command or a transaction of its own. Its condition fails where there would be more than `most`, or where
 * the row is of another span than was supposed.
 * @param goesOn whether the row is supposed to be of this span; else it begins anew
 */
export const countMore = (
  { table, key, span: name }: CountRow,
  span: number,
  goesOn: boolean,
  most = MANY,
  by = 1,
) => ({
  TableName: table,
  Key: key,
  UpdateExpression: goesOn ? 'ADD #count :by' : 'SET #span = :span, #count = :by',
  ConditionExpression: goesOn
    ? '#span >= :span AND #count <= :room'
    : '(attribute_not_exists(#span) OR #span < :span) AND :by <= :most',
  ExpressionAttributeNames: { '#span': name, '#count': 'count' },
  ExpressionAttributeValues: {
    ':span': N(span),
    ':by': N(by),
    ...(goesOn ? { ':room': N(most - by) } : { ':most': N(most) }),
  },
});

/** What such an update meets: the row goes on in this span, begins anew, or has no more room. */
export function countState(row: Item | undefined, { span: name }: CountRow, span: number, most = MANY, by = 1) {
  if ((number(row, name) ?? Number.NEGATIVE_INFINITY) < span) return by <= most ? 'new' : 'used up';
  return (number(row, 'count') ?? 0) + by <= most ? 'goes on' : 'used up';
}

/** Needs `UpdateItem`. One that was added twice, for a lost answer, does no harm. */
export function awsCounts({ ddb, rowOf }: AwsCountsOptions): Counts {
  const once = async (who: string, span: number, most: number): Promise<number> => {
    const row = rowOf(who);
    // In between somebody else may be the first of a span.
    for (const goesOn of [true, false, true]) {
      try {
        const { Attributes } = await ddb.send(
          new UpdateItemCommand({
            ...countMore(row, span, goesOn, most),
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return number(Attributes, 'count') ?? 1;
      } catch (error) {
        const failed = failedCondition(error);
        if (!failed) throw error;
        if (countState(failed.old, row, span, most) === 'used up') return most + 1;
      }
    }
    return 1;
  };
  return {
    add: (who, span, most = MANY - 1) =>
      persist(() => once(who, span, most), { transient: isTransient, deadline: 5_000 }),
  };
}
