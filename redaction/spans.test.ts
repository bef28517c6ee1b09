import { describe, expect, test } from '@jest/globals';
import type { Span } from './redactor.ts';
import { resolve, unite } from './spans.ts';

const span = (start: number, end: number, type: Span['type']): Span => ({ start, end, type });

describe('overlapping findings', () => {
  test.each<[string, Span[], Span[]]>([
    [
      'a chain, each a little over the next, is one',
      [span(5, 9, 'PHONE'), span(0, 6, 'EMAIL'), span(8, 10, 'AGE')],
      [span(0, 10, 'EMAIL')],
    ],
    ['the longest names it, wherever it begins', [span(0, 2, 'AGE'), span(1, 9, 'EMAIL')], [span(0, 9, 'EMAIL')]],
    ['of the same length the first', [span(0, 4, 'AGE'), span(2, 6, 'EMAIL')], [span(0, 6, 'AGE')]],
    ['a short one inside changes nothing', [span(0, 9, 'URL'), span(3, 5, 'AGE')], [span(0, 9, 'URL')]],
    [
      'the longest one counts, not the whole',
      [span(0, 4, 'AGE'), span(3, 8, 'URL'), span(7, 12, 'EMAIL')],
      [span(0, 12, 'URL')],
    ],
    ['neighbours stay two', [span(2, 4, 'URL'), span(0, 2, 'AGE')], [span(0, 2, 'AGE'), span(2, 4, 'URL')]],
    [
      'after a merged one the next stands for itself',
      [span(0, 9, 'URL'), span(8, 10, 'AGE'), span(12, 13, 'AGE')],
      [span(0, 10, 'URL'), span(12, 13, 'AGE')],
    ],
  ])('%s', (_, found, expected) => {
    expect(resolve(found, 20)).toEqual(expected);
  });

  test.each([2, 31, 32, 33, 100])('%i of them, in whatever order they come', (count) => {
    const sorted = Array.from({ length: count }, (_, i) => span(3 * i, 3 * i + 2, 'AGE'));
    const orders = [sorted, sorted.toReversed(), sorted.toSorted((a, b) => (a.start % 7) - (b.start % 7))];

    for (const order of orders) expect(resolve([...order], 3 * count)).toEqual(sorted);
  });

  test('of the same place the first names them, and of those that begin there the longest', () => {
    expect(resolve([span(0, 4, 'AGE'), span(0, 4, 'EMAIL')], 9)).toEqual([span(0, 4, 'AGE')]);
    expect(resolve([span(0, 4, 'EMAIL'), span(0, 4, 'AGE')], 9)).toEqual([span(0, 4, 'EMAIL')]);
    expect(resolve([span(0, 2, 'EMAIL'), span(0, 4, 'AGE')], 9)).toEqual([span(0, 4, 'AGE')]);
  });

  test('are guesses as long as nothing known names them', () => {
    const guess = (start: number, end: number) => ({ ...span(start, end, 'PERSON'), guessed: true });
    const rank = (type: Span['type']): number => (type === 'SECRET' ? 1 : 0);
    const guessed = (...found: Parameters<typeof unite>[0]) => unite(found, 20, rank).map((one) => one.guessed);

    expect(guessed(guess(0, 4), guess(2, 9))).toEqual([true]);
    expect(guessed(guess(0, 4), span(2, 9, 'AGE'))).toEqual([false]);
    expect(guessed(span(0, 4, 'AGE'), guess(2, 9))).toEqual([false]);
    expect(guessed(span(0, 4, 'AGE'), { ...span(2, 9, 'SECRET'), guessed: true })).toEqual([false]);
    expect(guessed(guess(0, 4), span(5, 9, 'AGE'))).toEqual([true, false]);
  });

  test('stay inside of the text', () => {
    expect(resolve([span(-3, 2, 'AGE')], 5)).toEqual([span(0, 2, 'AGE')]);
    expect(resolve([span(4, 9, 'AGE'), span(7, 9, 'URL')], 5)).toEqual([span(4, 5, 'AGE')]);
    expect(resolve([span(3, 3, 'AGE'), span(4, 2, 'AGE')], 5)).toEqual([]);
  });

  test('the strictest names them, then what is known, then the longest', () => {
    const rank = (type: Span['type']): number => (type === 'SECRET' ? 1 : 0);
    const guess = (start: number, end: number): Span & { guessed: true } => ({
      ...span(start, end, 'ADDRESS'),
      guessed: true,
    });

    expect(resolve([span(0, 9, 'URL'), span(3, 5, 'SECRET')], 20, rank)).toEqual([span(0, 9, 'SECRET')]);
    expect(resolve([span(3, 5, 'SECRET'), span(4, 20, 'URL')], 20, rank)).toEqual([span(3, 20, 'SECRET')]);
    expect(resolve([guess(0, 9), span(3, 5, 'AGE')], 20, rank)).toEqual([span(0, 9, 'AGE')]);
    expect(resolve([span(0, 3, 'AGE'), guess(1, 9)], 20, rank)).toEqual([span(0, 9, 'AGE')]);
    expect(resolve([guess(0, 9)], 20, rank)).toEqual([span(0, 9, 'ADDRESS')]);
  });
});
