import { expect, it } from '@jest/globals';
import { kidsBetween } from './lease-lengths.ts';

const MIDNIGHT = Date.UTC(2026, 10, 25);
const HOUR = 3_600_000;

it.each([
  [0, 0, ['2026-11-25']],
  [-1, 0, ['2026-11-24', '2026-11-25']],
  [-1, -1, ['2026-11-24']],
  [0, 24 * HOUR - 1, ['2026-11-25']],
  [0, 24 * HOUR, ['2026-11-25', '2026-11-26']],
  [-1, 25 * HOUR, ['2026-11-24', '2026-11-25', '2026-11-26']],
  // By a clock that went back: the day is looked at all the same.
  [49 * HOUR, 0, ['2026-11-25']],
])('days of leases from %p to %p ms after a midnight, to the millisecond', (from, to, kids) => {
  expect(kidsBetween(MIDNIGHT + from, MIDNIGHT + to).sort()).toEqual(kids);
});
