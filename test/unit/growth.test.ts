import { expect, test } from '@jest/globals';
import { growsWithLength, PIECES } from '../fixtures/growth.ts';

/** Bound so that nothing is optimized away. */
let sum = 0;
const linear = (length: number) => {
  for (let i = 0; i < length; i++) sum = (sum * 31 + i) | 0;
};
const quadratic = (length: number) => {
  for (let i = 0; i < length; i++) linear(length);
};
const pieces = (work: (length: number) => void, length: number) => () => {
  for (let piece = 0; piece < PIECES; piece++) work(length);
};

test('linear work passes, quadratic work does not', () => {
  expect(growsWithLength(pieces(linear, 200_000), () => linear(200_000 * PIECES))).toBe(true);
  expect(growsWithLength(pieces(quadratic, 400), () => quadratic(400 * PIECES), 2)).toBe(false);
});
