import { describe, expect, test } from '@jest/globals';
import { identityOf } from './features.ts';
import { Lexicon } from './lexicon.ts';
import { Words } from './words.ts';

const lexicon = Lexicon.empty(new Uint16Array(256));

/** Identity of the only word of a text; of numbers and mixed words it is their pattern. */
function identity(text: string): number {
  const words = new Words();
  words.read(text, 0);
  expect(words.count).toBe(1);
  return identityOf(words, 0, 0, lexicon, text);
}

/** Each row shares one identity, and no two rows do. */
const PATTERNS: Record<string, string[]> = {
  'years of now': ['1900', '1977', '2059'],
  'years of then': ['1700', '1812', '1899'],
  'other four digits': ['1699', '2060', '9999', '0012'],
  'three digits': ['100', '555', '999'],
  'three digits, zero first': ['012', '099'],
  'one digit': ['1', '5', '9'],
  zero: ['0'],
  'months and hours': ['10', '11', '12'],
  'months with a zero': ['01', '09'],
  'days of a month': ['13', '25', '31'],
  minutes: ['32', '45', '59'],
  'other two digits': ['60', '99'],
  'five digits': ['10000', '94110'],
  'six digits': ['100000', '941100'],
  'as long as numbers get': ['1'.repeat(24), '2'.repeat(25), '3'.repeat(40)],
  'a letter and a digit': ['V2', 'b9', 'K0'],
  'a digit and a letter': ['2V', '9b'],
  'letters, then digits, three signs': ['V22', 'A10', 'AB2', 'xy9'],
  'letters, then digits, four signs': ['V221', 'ab10'],
  'letter, digit, letter': ['B2B', 'a1z'],
  'six runs of seven signs': ['a1b2c33', 'z9y8x77'],
  'the same with a seventh run': ['a1b2c3d', 'z9y8x7w'],
};

describe('numbers and mixed words are seen by their pattern', () => {
  test.each(Object.entries(PATTERNS))('%s', (_name, [first, ...others]) => {
    for (const other of others) expect([other, identity(other)]).toEqual([other, identity(first!)]);
  });

  test('no two patterns look the same, but runs after the sixth do not count', () => {
    const { 'the same with a seventh run': seventh, ...rest } = PATTERNS;
    const seen = Object.values(rest).map(([first]) => identity(first!));

    expect(new Set(seen).size).toBe(seen.length);
    expect(identity(seventh![0]!)).toBe(identity('a1b2c33'));
  });
});
