import { expect, it } from '@jest/globals';
import { keyNeededUntil, kidOf, kidProspect } from './lease-keys.ts';

const NOON = Date.UTC(2026, 10, 25, 12);

it.each([
  ['2026-11-24', 'maybe'],
  ['2026-11-25', 'maybe'],
  ['2026-11-26', 'maybe'],
  ['2026-11-27', 'never'],
  ['9999-12-31', 'never'],
  ['2026-11-23', 'no-more'],
  ['0000-00-00', 'no-more'],
  ['2026-11-25 ', 'never'],
  ['', 'never'],
])('%p is looked for: %s', (kid, prospect) => {
  expect(kidProspect(kid, NOON)).toBe(prospect);
});

it("keeps a day's key past delivery and stream, whenever in the day it was made", () => {
  const first = Date.UTC(2026, 10, 25);
  const last = Date.UTC(2026, 10, 25, 23, 59, 59, 999);
  expect(kidOf(first)).toBe(kidOf(last));
  expect(keyNeededUntil(first, 24)).toBe(keyNeededUntil(last, 24));
  expect(keyNeededUntil(last, 24) - last).toBeGreaterThan((1 + 7 + 1) * 86_400_000);
});
