import { expect, test } from '@jest/globals';
import { trimSpanOf, wouldGo } from './trim.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const HOUR = 3_600_000;

test('a span is typed as times are, and ends now at the latest', () => {
  expect(trimSpanOf({ from: '2h', to: '1h' }, NOW)).toEqual({ from: NOW - 2 * HOUR, to: NOW - HOUR });
  expect(trimSpanOf({ from: '2h', to: '2026-11-26T00:00:00Z' }, NOW)).toEqual({ from: NOW - 2 * HOUR, to: NOW });
});

test.each([
  ['1h', '2h', 'bad-span'],
  ['2026-11-26T00:00:00Z', '2026-11-27T00:00:00Z', 'bad-span'],
  ['yesterday', '1h', 'bad-time'],
])('a span that is none is refused in words: %s to %s', (from, to, reason) => {
  expect(() => trimSpanOf({ from, to }, NOW)).toThrow(expect.objectContaining({ reason }));
});

test('a dry run tells how much would go, and all the time that it covers', () => {
  expect(wouldGo([])).toEqual({ segments: 0, events: 0 });
  const records = [
    { arrivedFrom: 7, arrivedTo: 9, events: 2 },
    { arrivedFrom: 3, arrivedTo: 4, events: 5 },
  ];
  expect(wouldGo(records)).toEqual({ segments: 2, events: 7, covers: { from: 3, to: 9 } });
});
