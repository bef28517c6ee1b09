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
