import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '../../tools/train/random.ts';
import { topicTable } from '../../tools/train/topic-table.ts';
import { COLUMNS, rowOf, TABLE_BITS } from './table.ts';

const ROWS = 1 << TABLE_BITS;
const rowsOf = (features: readonly number[]) =>
  features.map((feature, i) => ({ feature, weights: new Int8Array(COLUMNS).fill((i % 250) - 125) }));
const many = (count: number, seed: number): number[] => {
  const random = new Random(seed);
  return [...new Set(Array.from({ length: count }, () => random.between(0, 2 ** 32 - 1) | 0))];
};

describe('the table of weights', () => {
  it('has a row for each feature that found room, with its weights', () => {
    const features = many(ROWS * 0.9, 1);
    const rows = rowsOf(features);

    const { table, placed } = topicTable(rows, new Random(2));

    expect(placed).toBeGreaterThan(features.length * 0.999);
    const prints = new Int16Array(table.buffer);
    for (const { feature, weights } of rows.slice(0, placed).filter((_row, i) => i % 97 === 0)) {
      const at = rowOf(prints, feature) * COLUMNS;
      expect(at).toBeGreaterThanOrEqual(0);
      expect(table[at]).toBe(weights[0]);
      expect(table[at + COLUMNS - 3]).toBe(weights[0]);
    }
  });

  it('has none for what it was not given, but for a few in ten thousand', () => {
    const { table } = topicTable(rowsOf(many(ROWS * 0.9, 1)), new Random(2));
    const prints = new Int16Array(table.buffer);
    const others = many(50_000, 77);

    const taken = others.filter((feature) => rowOf(prints, feature) >= 0);

    expect(taken.length / others.length).toBeLessThan(5e-4);
  });

  it('finds a feature of any hash, those of prints and buckets of zeros among them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 0x10000, 0xffff, -0x10000, 2 ** 31 - 1)), {
          minLength: 1,
          maxLength: 50,
        }),
        (features) => {
          const { table, placed } = topicTable(rowsOf(features), new Random(3));

          const prints = new Int16Array(table.buffer);
          for (const feature of features) expect(rowOf(prints, feature)).toBeGreaterThanOrEqual(0);
          expect(placed).toBeLessThanOrEqual(features.length);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('stops where there is no more room, with what has some still in it', () => {
    const features = many(ROWS * 1.1, 5);

    const { table, placed } = topicTable(rowsOf(features), new Random(6));

    const prints = new Int16Array(table.buffer);
    expect(placed).toBeGreaterThan(ROWS * 0.95);
    const lost = features.slice(0, placed).filter((feature) => rowOf(prints, feature) < 0);
    // The last one that was moved about.
    expect(lost.length).toBeLessThanOrEqual(1);
  });
});
