import { describe, expect, test } from '@jest/globals';
import { batchLength, payloadLimit } from './gather.ts';

const window = { batchSize: 3, batchingWindowMs: 1_000 };

describe('a batch is sent at the first of', () => {
  test('the batch size is met', () => {
    expect(batchLength({ sizes: [1, 1, 1, 1], since: 0 }, window, 0)).toBe(3);
    expect(batchLength({ sizes: [1, 1], since: 0 }, window, 999)).toBe(0);
  });

  test('the batching window has ended', () => {
    expect(batchLength({ sizes: [1, 1], since: 0 }, window, 1_000)).toBe(2);
  });

  test('the payload reaches 6 MB', () => {
    const third = payloadLimit / 3 + 1;
    expect(batchLength({ sizes: [third, third, third], since: 0 }, { ...window, batchSize: 100 }, 0)).toBe(2);
  });
});

test('without a batching window what is there is sent at once', () => {
  expect(batchLength({ sizes: [1], since: 0 }, { batchSize: 100, batchingWindowMs: 0 }, 0)).toBe(1);
});

test('nothing is sent when nothing is there, however long it was waited', () => {
  expect(batchLength({ sizes: [], since: 0 }, window, 1e9)).toBe(0);
});

test('a record that is larger than the limit goes alone', () => {
  expect(batchLength({ sizes: [payloadLimit + 1, 1], since: 0 }, { ...window, batchSize: 100 }, 0)).toBe(1);
});
