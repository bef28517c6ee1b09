import { expect, test } from '@jest/globals';
import { participationText } from './participation.ts';

test('of few people no number is said, of others whole groups', () => {
  const text = participationText({ day: '2026-11-25', smallestGroup: 5, enrolled: 10, consented: 1_205, erased: 5 });

  expect(text).toMatch(/^enrolled, not agreed yet +10 or some more$/m);
  expect(text).toMatch(/^agreed +1205 or some more$/m);
  expect(text).toMatch(/^withdrew +fewer than 5$/m);
  expect(text).toContain('Counted on 2026-11-25 (UTC)');
});

test('a program of which nobody has counted yet says so', () => {
  expect(participationText({ smallestGroup: 5 })).toMatch(/^Not counted yet/);
});
