import type { Verdict } from './outcome.ts';
import type { StreamRecord } from './record.ts';

/** Records of one shard that are sent together, and how often that was tried. */
export interface Batch {
  records: readonly StreamRecord[];
  /** Repetitions after a function error; splitting is none. */
  retries: number;
  /** Invocations that reached the function with these records, for the failure destination. */
  invocations: number;
}

export interface RetrySettings {
  bisects: boolean;
  maxRetries: number | undefined;
  maxAgeMs: number | undefined;
}

export type DiscardCondition = 'RetryAttemptsExhausted' | 'MaxRecordAgeExceeded';

export interface Step {
  /** Records from the front of the batch that are finished, whether done or given up. */
  finished: number;
  /** What is sent next in place of the batch, in this order. */
  next: Batch[];
  /** What is given up, for the failure destination. */
  discarded?: { batch: Batch; condition: DiscardCondition };
}

/**
 * Takes out what has become too old to be sent: the records of a shard are in order, so they are at the front.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html (MaximumRecordAgeInSeconds)
 */
export function expire(batch: Batch, settings: RetrySettings, now: number): Step | undefined {
  const { maxAgeMs } = settings;
  if (maxAgeMs === undefined) return undefined;
  const young = batch.records.findIndex((record) => now - record.arrival <= maxAgeMs);
  const count = young === -1 ? batch.records.length : young;
  if (count === 0) return undefined;
  const rest = batch.records.slice(count);
  return {
    finished: count,
    next: rest.length > 0 ? [{ ...batch, records: rest }] : [],
    discarded: { batch: { ...batch, records: batch.records.slice(0, count) }, condition: 'MaxRecordAgeExceeded' },
  };
}

/**
 * What happens to a batch after an invocation.
 *
 * - A function that was not reached costs no retry: Lambda tries until the records expire.
 * - With bisect, a failed batch is split in two; splitting costs no retry. With partial responses it is split at the
 *   returned sequence number, and only the rest is sent again.
 * - Without, what is left is sent again, at most `maxRetries` times, then discarded.
 * A first record that is reported as failed leaves nothing to split off; the batch is then treated as one that failed as
 * a whole (documented nowhere).
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function afterInvocation(batch: Batch, verdict: Verdict, settings: RetrySettings): Step {
  if (verdict.kind === 'not-reached') return { finished: 0, next: [batch] };
  const tried = { ...batch, invocations: batch.invocations + 1 };
  if (verdict.kind === 'success') return { finished: batch.records.length, next: [] };

  if (verdict.kind === 'partial') {
    const rest = { ...tried, records: batch.records.slice(verdict.done) };
    if (settings.bisects) return { finished: verdict.done, next: [rest] };
    const step = retryOrDiscard(rest, settings);
    return { ...step, finished: verdict.done + step.finished };
  }
  if (settings.bisects && batch.records.length > 1) {
    const middle = Math.ceil(batch.records.length / 2);
    const halves = [batch.records.slice(0, middle), batch.records.slice(middle)];
    return { finished: 0, next: halves.map((records) => ({ ...tried, records })) };
  }
  return retryOrDiscard(tried, settings);
}

function retryOrDiscard(batch: Batch, settings: RetrySettings): Step {
  if (settings.maxRetries !== undefined && batch.retries >= settings.maxRetries) {
    return { finished: batch.records.length, next: [], discarded: { batch, condition: 'RetryAttemptsExhausted' } };
  }
  return { finished: 0, next: [{ ...batch, retries: batch.retries + 1 }] };
}

/**
 * Milliseconds to wait before the n-th attempt after `failures` failures in a row: doubled each time. AWS documents that
 * it backs off exponentially, not by how much; this begins and ends lower, so that a test need not wait for minutes.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html
 */
export function backoffMs(failures: number, random: () => number): number {
  if (failures === 0) return 0;
  const ceiling = Math.min(5_000, 100 * 2 ** (failures - 1));
  return ceiling / 2 + (random() * ceiling) / 2;
}
