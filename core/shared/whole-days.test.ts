import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { dayOf, wholeDays } from './whole-days.ts';

const DAY = 86_400_000;

test('a span is told by the days that it touches, and all spans of these days alike', () => {
  const within = fc.integer({ min: 0, max: DAY - 1 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30_000 }),
      within,
      fc.integer({ min: 0, max: 90 }),
      within,
      (day, a, days, b) => {
        const told = wholeDays({ from: day * DAY + a, to: (day + days) * DAY + b });
        expect(told).toEqual({ from: day * DAY, to: (day + days + 1) * DAY - 1 });
        expect(wholeDays(told)).toEqual(told);
      },
    ),
  );
  expect(dayOf(-1)).toBe(-DAY);
});
