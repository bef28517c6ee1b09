import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { cancellation, isTransient } from '../shared/dynamodb.aws.ts';
import { type Persistence, persist } from '../shared/persist.ts';

export type Transacted =
  | { done: true }
  /** Indices of the items whose condition did not hold; none: another transaction was in the way. */
  | { done: false; failed: number[] };

/**
 * One transaction, all or nothing. Where nobody knows whether it was made (time-out, throttling), the same bytes go again
 * under the same token, so that it is made once. A cancelled one is the caller's to judge, who must look again at what
 * changed.
 */
export async function transact(ddb: DynamoDBClient, items: TransactWriteItem[]): Promise<Transacted> {
  const command = new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: randomUUID() });
  try {
    await persist(() => ddb.send(command), {
      transient: (error) => cancellation(error) === undefined && isTransient(error),
      deadline: 8_000,
    });
    return { done: true };
  } catch (error) {
    const reasons = cancellation(error) ?? [];
    const failed = reasons.flatMap(({ Code }, index) => (Code === 'ConditionalCheckFailed' ? [index] : []));
    // Neither a condition nor a conflict: a defect or a lack of rights, which would only be repeated.
    if (failed.length === 0 && !isTransient(error)) throw error;
    return { done: false, failed };
  }
}

/** What an attempt returns when it has to be made again on a new look. */
export const AGAIN = Symbol('again');

/** Attempts with jitter, for at most 10 s: somebody waits for the answer. Each attempt looks anew. */
export const untilDone = <T>(
  attempt: () => Promise<T | typeof AGAIN>,
  pace: Pick<Persistence, 'random' | 'now' | 'sleep'> = {},
): Promise<T> =>
  persist(
    async () => {
      const result = await attempt();
      if (result === AGAIN) throw new MovedOn();
      return result;
    },
    { transient: (error) => error instanceof MovedOn, deadline: 10_000, base: 10, ...pace },
  );

class MovedOn extends Error {}
