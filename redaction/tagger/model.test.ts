import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ROW_BITS } from './features.ts';
import { LANES } from './labels.ts';
import { LEXICON_BITS, Lexicon } from './lexicon.ts';
import { layOut, type TaggerWeights, unpack, WEIGHTS_VERSION } from './model.ts';

const SLOTS = 1 << LEXICON_BITS;

function weights(): { given: TaggerWeights; lexicon: Lexicon; transitions: Int16Array; rows: Uint8Array } {
  const flags = Uint16Array.from({ length: 256 }, (_, i) => i * 200);
  const lexicon = Lexicon.empty(flags);
  lexicon.insert(77, 5, 9);
  lexicon.insert(SLOTS - 1, 6, 11);
  const transitions = Int16Array.from({ length: LANES * LANES }, (_, i) => i - 70);
  const rows = new Uint8Array((1 << ROW_BITS) * LANES).map((_, i) => i * 7);
  const bytes = layOut(lexicon, transitions, rows);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { given: { version: WEIGHTS_VERSION, sha256, bytes }, lexicon, transitions, rows };
}

describe('weights', () => {
  test.each([0, 1, 2, 4])('come back as they were laid out, %d bytes into a buffer', (offset) => {
    const { given, lexicon, transitions, rows } = weights();
    const buffer = new Uint8Array(given.bytes.length + offset);
    buffer.set(given.bytes, offset);

    const model = unpack({ ...given, bytes: buffer.subarray(offset) });

    expect([...model.lexicon.flags]).toEqual([...lexicon.flags]);
    expect(Buffer.compare(model.lexicon.classes, lexicon.classes)).toBe(0);
    expect(Buffer.compare(model.lexicon.fingerprints, lexicon.fingerprints)).toBe(0);
    expect([...model.transitions]).toEqual([...transitions]);
    expect(Buffer.compare(Buffer.from(model.rows.buffer, model.rows.byteOffset, model.rows.byteLength), rows)).toBe(0);
    // An aligned part is used where it lies: 2 MB less at start.
    expect(model.rows.buffer === buffer.buffer).toBe(offset % 4 === 0);
  });

  test('of another length are refused, whatever their hash', () => {
    const { given } = weights();
    const bytes = given.bytes.subarray(4);
    const sha256 = createHash('sha256').update(bytes).digest('hex');

    expect(() => unpack({ ...given, bytes, sha256 })).toThrow('do not match');
  });
});

describe('the lexicon', () => {
  test('finds what was put in, and nothing else', () => {
    const lexicon = Lexicon.empty(new Uint16Array(256));
    lexicon.insert(77, 5, 9);

    expect(lexicon.lookup(77, 5)).toBe(9);
    expect(lexicon.lookup(77, 6)).toBe(0);
    expect(lexicon.lookup(78, 5)).toBe(0);
  });

  test('goes on to the next slot for another word, around the end, and keeps the first of two that look the same', () => {
    const lexicon = Lexicon.empty(new Uint16Array(256));
    for (const [check, value] of [
      [1, 10],
      [2, 20],
      [3, 30],
      [2, 99],
      [258, 98],
    ] as const)
      lexicon.insert(SLOTS - 2, check, value);

    expect([1, 2, 3, 4].map((check) => lexicon.lookup(SLOTS - 2, check))).toEqual([10, 20, 30, 0]);
    expect([...lexicon.classes.subarray(SLOTS - 2), lexicon.classes[0]]).toEqual([10, 20, 30]);
  });
});
