import { compareSequence } from './record.ts';

/** What came of an invocation. */
export type Invocation =
  /** The function returned; `payload` is its answer as JSON text. */
  | { kind: 'returned'; payload: string }
  /** The function was reached and failed: an error thrown, a time-out, a crash. */
  | { kind: 'function-error' }
  /** The function was not reached: throttled, service error. */
  | { kind: 'not-reached' };

export type Verdict =
  | { kind: 'success' }
  /** Nothing of the batch counts as done. */
  | { kind: 'failure' }
  /** Records below this place in the batch are done. */
  | { kind: 'partial'; done: number }
  | { kind: 'not-reached' };

/**
 * What an invocation says about a batch, whose records have these sequence numbers.
 *
 * With ReportBatchItemFailures, complete success is: an empty or null list, an empty or null response. Complete failure
 * is: an item identifier that is empty, null, or under another key. Of several identifiers the lowest sequence number is
 * the checkpoint. An identifier that is not in the batch is documented nowhere: it counts as a complete failure here,
 * so that nothing is lost.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function verdictOf(
  invocation: Invocation,
  sequenceNumbers: readonly string[],
  reportsFailures: boolean,
): Verdict {
  if (invocation.kind === 'not-reached') return { kind: 'not-reached' };
  if (invocation.kind === 'function-error') return { kind: 'failure' };
  if (!reportsFailures) return { kind: 'success' };

  const failures = failuresIn(invocation.payload);
  if (failures.length === 0) return { kind: 'success' };
  const places = failures.map((failure) => placeOf(failure, sequenceNumbers));
  const lowest = Math.min(...places);
  return lowest <= 0 ? { kind: 'failure' } : { kind: 'partial', done: lowest };
}

function failuresIn(payload: string): unknown[] {
  let answer: unknown;
  try {
    answer = JSON.parse(payload || 'null');
  } catch {
    return [];
  }
  const list =
    answer && typeof answer === 'object' ? (answer as { batchItemFailures?: unknown }).batchItemFailures : null;
  return Array.isArray(list) ? list : [];
}

/** Place of a reported failure in the batch; -1 when it is malformed or not in the batch. */
function placeOf(failure: unknown, sequenceNumbers: readonly string[]): number {
  const identifier =
    failure && typeof failure === 'object' ? (failure as { itemIdentifier?: unknown }).itemIdentifier : undefined;
  if (typeof identifier !== 'string' || !/^\d+$/.test(identifier)) return -1;
  return sequenceNumbers.findIndex((number) => compareSequence(number, identifier) === 0);
}
