import { expect, test } from '@jest/globals';
import { CLASSES, isRefusalReason, REFUSAL_REASONS, REFUSALS, statusOf } from './refusals.ts';

test.each(REFUSAL_REASONS)('%s is a plain word with a sentence and a status that fits its class', (reason) => {
  const refusal = REFUSALS[reason];
  const { status } = CLASSES[refusal.class];

  expect(reason).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(refusal.sentence).toMatch(/^[A-Z].*\.$/);
  // A status of its own may be more exact, never of another kind.
  expect(Math.floor(statusOf(reason) / 100)).toBe(Math.floor(status / 100));
});

test('only damage is answered as a failure of ours, and it is logged as one', () => {
  for (const [name, { status, level }] of Object.entries(CLASSES)) {
    expect([name, status === 500, level === 'error']).toEqual([name, name === 'broken', name === 'broken']);
  }
});

test.each(['toString', 'constructor', '', undefined, 7])('%j is no reason', (word) => {
  expect(isRefusalReason(word)).toBe(false);
});
