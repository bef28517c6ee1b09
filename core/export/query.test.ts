import { expect, test } from '@jest/globals';
import { coolOffUntil } from './query.ts';

const HOUR = 3_600_000;
const ASKED = Date.UTC(2026, 10, 25, 12);
const rules = { coolOffHours: 24 };
const until = (to: number) => coolOffUntil(rules, { query: { to }, asked: ASKED });

test('what may be in its cool-off is told by the times alone', () => {
  expect(until(ASKED)).toBe(ASKED + 24 * HOUR);
  // What has not come yet is not asked for.
  expect(until(ASKED + 5 * HOUR)).toBe(ASKED + 24 * HOUR);
  expect(until(ASKED - HOUR)).toBe(ASKED + 23 * HOUR);
  expect(until(ASKED - 24 * HOUR + 1)).toBe(ASKED + 1);
  for (const to of [ASKED - 24 * HOUR, ASKED - 48 * HOUR]) expect(until(to)).toBeUndefined();
  expect(coolOffUntil({ coolOffHours: 0 }, { query: { to: ASKED }, asked: ASKED })).toBeUndefined();
});
