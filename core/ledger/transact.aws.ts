import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

/** Why nothing was written: a condition did not hold (indices of the items), or another transaction was in the way. */
export type Transacted = { done: true } | { done: false; failed: number[]; conflict: boolean };

/** Errors after which nobody knows whether the transaction was made: the same bytes go again under the same token. */
const AMBIGUOUS = new Set([
  'TransactionInProgressException',
  'InternalServerError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TimeoutError',
  'ECONNRESET',
]);
const TRIES = 4;

/**
 * One transaction, all or nothing. Repeated by itself only where the outcome is unknown; a cancelled one is the caller's
 * to judge, who must look again at what changed.
 */
export async function transact(ddb: DynamoDBClient, items: TransactWriteItem[]): Promise<Transacted> {
  const command = new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: randomUUID() });
  for (let attempt = 1; ; attempt++) {
    try {
      await ddb.send(command);
      return { done: true };
    } catch (error) {
      if (error instanceof TransactionCanceledException) return cancelled(error);
      const name = error instanceof Error ? error.name : '';
      if (!AMBIGUOUS.has(name) || attempt === TRIES) throw error;
      await pause(attempt);
    }
  }
}

function cancelled(error: TransactionCanceledException): Transacted {
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
  const unexpected = codes.find((code) => code && !EXPECTED.has(code));
  // A validation error or a lack of rights is a defect, and would only be repeated.
  if (unexpected || codes.length === 0) throw error;
  const failed = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
  return { done: false, failed, conflict: failed.length === 0 };
}
const EXPECTED = new Set([
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): 0 to 20 ms doubled per attempt, at most 1 s. */
export const pause = (attempt: number, random: () => number = Math.random): Promise<void> =>
  delay(random() * Math.min(1000, 20 * 2 ** attempt));
