import { describe, expect, test } from '@jest/globals';
import { verdictOf } from './outcome.ts';

// 9 digits against 10: as text the second would come first.
const numbers = ['999999998', '999999999', '1000000000'];
const returned = (answer: unknown) => ({ kind: 'returned', payload: JSON.stringify(answer) }) as const;
const failing = (...identifiers: unknown[]) =>
  returned({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });
const verdict = (answer: Parameters<typeof verdictOf>[0]) => verdictOf(answer, numbers, true);

describe('complete success with ReportBatchItemFailures', () => {
  test.each([
    ['an empty list', { batchItemFailures: [] }],
    ['a null list', { batchItemFailures: null }],
    ['an empty response', {}],
    ['a null response', null],
  ])('%s', (_, answer) => {
    expect(verdict(returned(answer))).toEqual({ kind: 'success' });
  });

  test('a function that returns nothing', () => {
    expect(verdict({ kind: 'returned', payload: '' })).toEqual({ kind: 'success' });
  });
});

describe('complete failure with ReportBatchItemFailures', () => {
  test.each([
    ['an empty identifier', failing('')],
    ['a null identifier', failing(null)],
    ['an identifier under another key', returned({ batchItemFailures: [{ sequenceNumber: numbers[1] }] })],
    ['an identifier that is not in the batch', failing('7')],
    ['a good identifier beside a bad one', failing(numbers[2], '')],
    ['an entry that is no object', returned({ batchItemFailures: [null] })],
    ['the first record', failing(numbers[0])],
  ])('%s', (_, answer) => {
    expect(verdict(answer)).toEqual({ kind: 'failure' });
  });
});

test('of several identifiers the lowest sequence number is the checkpoint', () => {
  expect(verdict(failing(numbers[2], numbers[1]))).toEqual({ kind: 'partial', done: 1 });
});

test('without ReportBatchItemFailures the answer does not matter', () => {
  expect(verdictOf(failing(numbers[0]), numbers, false)).toEqual({ kind: 'success' });
});

test('an error of the function fails the batch; a function that was not reached says nothing of it', () => {
  expect(verdict({ kind: 'function-error' })).toEqual({ kind: 'failure' });
  expect(verdict({ kind: 'not-reached' })).toEqual({ kind: 'not-reached' });
});
