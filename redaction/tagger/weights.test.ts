import { expect, test } from '@jest/globals';
import { unpack } from './model.ts';
import { expectWorldWeights, WEIGHTS_FILE, worldWeights } from './weights.ts';

test('weights for other languages are looked for before they are read: no start without them', () => {
  expect(() => expectWorldWeights()).not.toThrow();
  expect(() => expectWorldWeights(new URL('./nowhere.weights.bin', import.meta.url))).toThrow('ENOENT');
  expect(() => expectWorldWeights(WEIGHTS_FILE)).toThrow('not as long');
});

test('and what is damaged in them is seen when they are read', () => {
  const { bytes, ...about } = worldWeights();
  bytes[bytes.length - 1]! ^= 1;

  expect(() => unpack({ ...about, bytes })).toThrow('do not match their hash');
});
