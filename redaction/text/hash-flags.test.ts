import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HashFlags } from './hash-flags.ts';

describe('flags of words by their hashes', () => {
  test('a word has the flags of all its lists, another one none', () => {
    const flags = new HashFlags([
      [1, [7, -7]],
      [4, [7, 23]],
    ]);

    expect([7, -7, 23, 0, 39].map((hash) => flags.of(hash))).toEqual([5, 1, 4, 0, 0]);
  });

  test('however many there are, and wherever their hashes fall', () => {
    for (const count of [3, 4, 5, 16, 1000]) {
      for (const stride of [1, 16, 4096]) {
        const hashes = Array.from({ length: count }, (_, i) => i * stride);
        const flags = new HashFlags([[2, hashes]]);

        expect(hashes.every((hash) => flags.of(hash) === 2)).toBe(true);
        expect([-1, count * stride, (count + 1) * stride].map((hash) => flags.of(hash))).toEqual([0, 0, 0]);
      }
    }
    expect(new HashFlags([]).of(0)).toBe(0);
  });

  test('as sets would say', () => {
    const hashes = fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 40 });

    fc.assert(
      fc.property(hashes, hashes, fc.integer({ min: -60, max: 60 }), (a, b, hash) => {
        const flags = new HashFlags([
          [1, a],
          [2, b],
        ]);

        expect(flags.of(hash)).toBe(Number(a.includes(hash)) + 2 * Number(b.includes(hash)));
      }),
    );
  });
});
