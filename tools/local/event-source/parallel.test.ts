import { expect, test } from '@jest/globals';
import { laneOf } from './parallel.ts';

test('a partition key has one lane, always the same, and keys spread over all lanes', () => {
  const keys = Array.from({ length: 1_000 }, (_, number) => `key-${number}`);
  const lanes = keys.map((key) => laneOf(key, 10));

  expect(keys.map((key) => laneOf(key, 10))).toEqual(lanes);
  expect(new Set(lanes)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
});

test('with one lane there is no choice', () => {
  expect(laneOf('any', 1)).toBe(0);
});
