import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutChunk, SUBJECTS_PER_CHUNK } from './chunk.ts';

const records = (keys: readonly string[]) =>
  keys.map((partitionKey, at) => ({ sequence: String(at + 1), partitionKey, arrival: 0, data: new Uint8Array() }));
const none: ReadonlySet<string> = new Set();

describe('a chunk', () => {
  test('takes all records of 49 subjects, and ends before the 50th', () => {
    const keys = Array.from({ length: 50 }, (_, at) => [`s${at}`, `s${at}`]).flat();
    expect(cutChunk(records(keys), none)).toBe(98);
    expect(cutChunk(records([...keys.slice(0, 98), 's0', 's7', 's50']), none)).toBe(100);
  });

  test('is never empty, never holds too many subjects, and stops only where it must', () => {
    const key = fc.integer({ min: 0, max: 9 }).map((at) => `s${at}`);
    fc.assert(
      fc.property(
        fc.array(key, { minLength: 1, maxLength: 40 }),
        fc.uniqueArray(key, { maxLength: 3 }),
        fc.integer({ min: 1, max: 6 }),
        (keys, alone, limit) => {
          const apart = new Set(alone);
          const cut = cutChunk(records(keys), apart, limit);
          const taken = new Set(keys.slice(0, cut));
          expect(cut).toBeGreaterThan(0);
          expect(taken.size).toBeLessThanOrEqual(limit);
          // One that conflicts has its chunk for itself.
          if ([...taken].some((one) => apart.has(one))) expect(taken.size).toBe(1);
          const next = keys[cut];
          if (next === undefined) return;
          const full = taken.size === limit && !taken.has(next);
          const first = keys[0]!;
          expect(full || (apart.has(first) ? next !== first : apart.has(next))).toBe(true);
        },
      ),
    );
  });

  test('leaves room for the lane: 100 items at most', () => {
    expect(1 + 2 * SUBJECTS_PER_CHUNK).toBeLessThanOrEqual(100);
  });
});
