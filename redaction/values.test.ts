import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ValueSet } from './values.ts';

describe('many values in one pass', () => {
  const naive = (text: string, values: readonly string[]): Set<number> => {
    const covered = new Set<number>();
    for (const value of values) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
        for (let i = 0; i < value.length; i++) covered.add(at + i);
    }
    return covered;
  };

  test('covers what a search for each would cover', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 }),
        (values, text) => {
          const set = new ValueSet();
          for (const value of values) set.add(value);
          const covered = new Set<number>();
          set.scan(text, (start, end) => {
            for (let i = start; i < end; i++) covered.add(i);
          });
          expect(covered).toEqual(naive(text, values));
          expect(set.size).toBe(new Set(values).size);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the beginning of one inside of another, at any depth', () => {
    const set = new ValueSet();
    for (const value of ['aaab', 'aba', 'b']) set.add(value);
    const hits: string[] = [];
    set.scan('aaaba', (start, end) => hits.push('aaaba'.slice(start, end)));
    expect(hits).toEqual(['aaab', 'aba']);
  });

  test('values may be added between two texts', () => {
    const set = new ValueSet();
    const hits: string[] = [];
    const scan = (text: string) => set.scan(text, (start, end) => hits.push(text.slice(start, end)));
    scan('abc');
    set.add('bc');
    scan('abc');
    set.add('ab');
    scan('abc');
    expect(hits).toEqual(['bc', 'ab', 'bc']);
  });
});
