import { expect, test } from '@jest/globals';
import { momentOf } from './when.ts';

const NOW = Date.UTC(2026, 10, 25, 12);

test.each([
  ['2026-11-25T09:00:00Z', Date.UTC(2026, 10, 25, 9)],
  ['2026-11-25T09:00:00+02:00', Date.UTC(2026, 10, 25, 7)],
  ['2026-11-25', new Date(2026, 10, 25).getTime()],
  ['90m', NOW - 90 * 60_000],
  ['8h', NOW - 8 * 3_600_000],
  ['2d', NOW - 2 * 86_400_000],
  ['1w', NOW - 7 * 86_400_000],
])('%s is a time', (value, expected) => expect(momentOf('--since', value, NOW)).toBe(expected));

test.each(['', 'yesterday', '5', '5x', '-1d', '2026-13-01', '999999w'])(
  '%j is none, and it is said what is',
  (value) => {
    expect(() => momentOf('--since', value, NOW)).toThrow(/^--since: not a time: use ISO 8601/);
  },
);
