import { expect, test } from '@jest/globals';
import { compareSequence } from './record.ts';

test('sequence numbers are ordered as numbers of any length', () => {
  expect(compareSequence('9', '10')).toBe(-1);
  expect(compareSequence('9'.repeat(56), `1${'0'.repeat(56)}`)).toBe(-1);
  expect(compareSequence('010', '10')).toBe(0);
  expect(compareSequence('11', '10')).toBe(1);
});
