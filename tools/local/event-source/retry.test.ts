import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Verdict } from './outcome.ts';
import { afterInvocation, type Batch, backoffMs, expire } from './retry.ts';

const records = (...arrivals: number[]) =>
  arrivals.map((arrival, place) => ({
    sequenceNumber: String(place + 1),
    partitionKey: 'k',
    data: new Uint8Array(),
    arrival,
  }));
const batch = (count: number, retries = 0): Batch => ({
  records: records(...Array.from({ length: count }, () => 0)),
  retries,
  invocations: retries,
});
const numbers = (batches: Batch[]) =>
  batches.map((each) => each.records.map((record) => Number(record.sequenceNumber)));
const endless = { bisects: false, maxRetries: undefined, maxAgeMs: undefined };
const failure: Verdict = { kind: 'failure' };

test('success finishes the batch', () => {
  expect(afterInvocation(batch(3), { kind: 'success' }, endless)).toEqual({ finished: 3, next: [] });
});

describe('a failed batch', () => {
  test('is sent again, without end by default', () => {
    const step = afterInvocation(batch(3, 10_000), failure, endless);
    expect(step.finished).toBe(0);
    expect(step.next).toEqual([{ ...batch(3, 10_001), invocations: 10_001 }]);
  });

  test('is discarded when MaximumRetryAttempts are used up, and not before', () => {
    const settings = { ...endless, maxRetries: 2 };
    expect(afterInvocation(batch(3, 1), failure, settings).next).toHaveLength(1);
    const last = afterInvocation(batch(3, 2), failure, settings);
    expect(last).toMatchObject({ finished: 3, next: [], discarded: { condition: 'RetryAttemptsExhausted' } });
    expect(last.discarded?.batch.invocations).toBe(3);
  });

  test('with 0 retries is sent once', () => {
    expect(afterInvocation(batch(1), failure, { ...endless, maxRetries: 0 })).toMatchObject({ finished: 1, next: [] });
  });
});

describe('BisectBatchOnFunctionError', () => {
  const settings = { ...endless, bisects: true, maxRetries: 1 };

  test('splits in two, in order, and costs no retry', () => {
    const step = afterInvocation(batch(5, 1), failure, settings);
    expect(step).toMatchObject({ finished: 0 });
    expect(numbers(step.next)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(step.next.map((half) => half.retries)).toEqual([1, 1]);
  });

  test('a single record cannot be split: it is retried, then discarded', () => {
    expect(afterInvocation(batch(1, 0), failure, settings).next).toHaveLength(1);
    expect(afterInvocation(batch(1, 1), failure, settings).discarded?.condition).toBe('RetryAttemptsExhausted');
  });

  test('with partial responses it splits at the returned sequence number, and sends only the rest again', () => {
    const step = afterInvocation(batch(5, 1), { kind: 'partial', done: 2 }, settings);
    expect(step.finished).toBe(2);
    expect(numbers(step.next)).toEqual([[3, 4, 5]]);
    expect(step.next[0]?.retries).toBe(1);
  });
});

describe('a partial response', () => {
  test('finishes what is below the checkpoint, and sends the rest again', () => {
    const step = afterInvocation(batch(4), { kind: 'partial', done: 1 }, endless);
    expect(step.finished).toBe(1);
    expect(numbers(step.next)).toEqual([[2, 3, 4]]);
  });

  test('discards the rest alone when the retries are used up', () => {
    const step = afterInvocation(batch(4, 2), { kind: 'partial', done: 1 }, { ...endless, maxRetries: 2 });
    expect(step).toMatchObject({ finished: 4, next: [] });
    expect(numbers([step.discarded!.batch])).toEqual([[2, 3, 4]]);
  });
});

test('throttling costs no retry and splits nothing: the function was not reached', () => {
  const settings = { bisects: true, maxRetries: 0, maxAgeMs: undefined };
  expect(afterInvocation(batch(3), { kind: 'not-reached' }, settings)).toEqual({ finished: 0, next: [batch(3)] });
});

describe('MaximumRecordAgeInSeconds', () => {
  const settings = { ...endless, maxAgeMs: 60_000 };

  test('discards what is older, and keeps the rest', () => {
    const step = expire({ records: records(0, 39_999, 40_000), retries: 1, invocations: 2 }, settings, 100_000);
    expect(numbers([step!.discarded!.batch])).toEqual([[1, 2]]);
    expect(step).toMatchObject({ finished: 2, discarded: { condition: 'MaxRecordAgeExceeded' } });
    expect(numbers(step!.next)).toEqual([[3]]);
  });

  test('discards a whole batch that is older', () => {
    expect(expire(batch(2), settings, 100_000)).toMatchObject({ finished: 2, next: [] });
  });

  test('without it nothing is too old', () => {
    expect(expire(batch(2), endless, 1e15)).toBeUndefined();
  });
});

test('each record is finished exactly once, in order, whatever the function says', () => {
  const verdict = fc.oneof(
    fc.constant<Verdict>({ kind: 'success' }),
    fc.constant<Verdict>(failure),
    fc.constant<Verdict>({ kind: 'not-reached' }),
    fc.nat(20).map<Verdict>((done) => ({ kind: 'partial', done })),
  );
  const settings = fc.record({
    bisects: fc.boolean(),
    maxRetries: fc.option(fc.nat(3), { nil: undefined }),
    maxAgeMs: fc.constant(undefined),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      settings,
      fc.array(verdict, { maxLength: 60 }),
      (count, rules, verdicts) => {
        let queue = [batch(count)];
        const finished: string[] = [];
        for (const each of [...verdicts, ...Array.from({ length: count }, (): Verdict => ({ kind: 'success' }))]) {
          const [current, ...rest] = queue;
          if (current === undefined) break;
          // A place in the batch, as verdictOf gives it: above the first record, within the batch.
          const said =
            each.kind !== 'partial' ? each : each.done < 1 || each.done >= current.records.length ? failure : each;
          const step = afterInvocation(current, said, rules);
          finished.push(...current.records.slice(0, step.finished).map((record) => record.sequenceNumber));
          queue = [...step.next, ...rest];
        }
        expect(queue).toEqual([]);
        expect(finished).toEqual(batch(count).records.map((record) => record.sequenceNumber));
      },
    ),
  );
});

test('the pause doubles with each failure in a row, up to a ceiling, and none is made without a failure', () => {
  const longest = [0, 1, 2, 3, 4].map((failures) => backoffMs(failures, () => 1));
  expect(longest).toEqual([0, 100, 200, 400, 800]);
  expect(backoffMs(1_000, () => 1)).toBe(5_000);
  expect(backoffMs(3, () => 0)).toBe(200);
});
