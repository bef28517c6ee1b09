import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { facts, laidOut, table, widthOf, wrap } from './layout.ts';

const HEAD = ['SUBJECT', 'SEGMENT', 'ARRIVED', 'WHAT'];
const ROWS = [
  [
    '4kzqabcdefghijklmnopqrstuv',
    '01KB5DBJH0000000000000000A',
    '2026-11-29 17:32:31 +01:00',
    'a sentence of some length',
  ],
  ['me', '01KB5DBJH0000000000000000B', '-', 'short'],
];
const widest = (text: string) => Math.max(...text.split('\n').map(widthOf));
/** Words of people, among them such as take two places and such as run from right to left. */
const word = fc.stringMatching(/^[a-zäß漢字👍שלום]{1,9}$/u);
const cell = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));

describe('a table', () => {
  test('as wide as it likes where nobody looks', () => {
    const text = table(HEAD, ROWS, Number.POSITIVE_INFINITY);

    expect(text.split('\n')).toHaveLength(3);
    expect(text).toContain('2026-11-29 17:32:31 +01:00  a sentence of some length');
  });

  test('goes on in the next line, between words, where a terminal is too narrow', () => {
    expect(table(HEAD, ROWS, 90)).toBe(
      `SUBJECT                     SEGMENT                     ARRIVED           WHAT
4kzqabcdefghijklmnopqrstuv  01KB5DBJH0000000000000000A  2026-11-29        a sentence of
                                                        17:32:31 +01:00   some length
me                          01KB5DBJH0000000000000000B  -                 short`,
    );
  });

  test.each([60, 40])(
    'is a block a row at %d places, where its longest words have no room beside each other',
    (width) => {
      const text = table(HEAD, ROWS, width);

      expect(widest(text)).toBeLessThanOrEqual(width);
      expect(text).toContain('segment  01KB5DBJH0000000000000000B');
      expect(text.split('\n\n')).toHaveLength(2);
    },
  );

  test('loses no word and breaks none, at any width; it is no wider than the terminal where the words have room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
        fc.integer({ min: 20, max: 120 }),
        (rows, width) => {
          const text = table(['ONE', 'TWO', 'THREE'], rows, width);

          const words = (one: string) => one.split(/\s+/).filter(Boolean).sort();
          const heads = text.startsWith('ONE') || rows.length === 0 ? ['ONE', 'TWO', 'THREE'] : [];
          const shown = words(text).filter((one) => !['one', 'two', 'three', 'ONE', 'TWO', 'THREE'].includes(one));
          expect(shown).toEqual(words(rows.flat().join(' ')).filter((one) => !['one', 'two', 'three'].includes(one)));
          expect(heads.length === 0 || text.includes('THREE')).toBe(true);
          // A key of a block, a gap, and the longest word.
          if (width > 7 + 18) expect(widest(text)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('signs that take two places are counted as such', () => {
    expect([widthOf('漢字'), widthOf('👍'), widthOf('e\u0301'), widthOf('שלום')]).toEqual([4, 2, 1, 4]);
  });
});

test('facts go on below their values', () => {
  expect(facts({ key: 'one two three', other: undefined, longer: 7 }, 16)).toBe(`key     one two
        three
longer  7`);
});

test('what others wrote makes no line and no column', () => {
  expect(table(['A', 'B'], [['x\ny', '\u202eb']], 80)).toBe('A         B\nx\\u000ay  \\u202eb');
});

test('a word longer than the line stays whole', () => {
  expect(wrap('a 0123456789 b', 4)).toEqual(['a', '0123456789', 'b']);
});

test('what somebody wrote stays marked in every line that it takes', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), fc.integer({ min: 8, max: 80 }), (words, width) => {
      for (const line of laidOut(`  | ${words.join(' ')}`, width).split('\n')) expect(line).toMatch(/^ {2}\|/);
    }),
  );
});

test('a text goes on below, as far in as it began; a word that is longer stays whole', () => {
  expect(laidOut('short\n  one two three\nhttps://a.very.long.address', 12)).toBe(
    'short\n  one two\n  three\nhttps://a.very.long.address',
  );
  expect(laidOut('as  it is,  and long', Number.POSITIVE_INFINITY)).toBe('as  it is,  and long');
});
