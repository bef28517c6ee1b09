import { describe, expect, test } from '@jest/globals';
import { BLOCK, CASE, GAP, Words } from './words.ts';

const read = (text: string) => {
  const words = new Words();
  const end = words.read(text, 0);
  const at = Array.from({ length: words.count }, (_, i) => i);
  return {
    end,
    texts: at.map((i) => text.slice(words.start[i]!, words.end[i]!)),
    casing: at.map((i) => words.casing[i]!),
    hashes: at.map((i) => `${words.hash[i]}/${words.check[i]}`),
    gaps: [...at, words.count].map((i) => words.gap[i]!),
  };
};

describe('the words of a text', () => {
  test('are runs of letters, marks and digits', () => {
    expect(read("O'Brien-Smith, B2B; 38-year-old naïve").texts).toEqual([
      'O',
      'Brien',
      'Smith',
      'B2B',
      '38',
      'year',
      'old',
      'naïve',
    ]);
  });

  test('have a case class that depends on the sentence', () => {
    const { CAPITAL, CAPITAL_AT_START, LOWER, UPPER, INITIAL, MIXED, DIGITS, ALPHANUMERIC } = CASE;
    expect(read('The Dog and NASA met. Joan J iPhone 12 V8').casing).toEqual([
      CAPITAL_AT_START,
      CAPITAL,
      LOWER,
      UPPER,
      LOWER,
      CAPITAL_AT_START,
      INITIAL,
      MIXED,
      DIGITS,
      ALPHANUMERIC,
    ]);
  });

  test.each([
    ['no capital anywhere', CASE.LOWER_IN_LOWER],
    ['ALL IN CAPITALS HERE', CASE.UPPER_IN_UPPER],
    ['Every Word Has A Big Letter Today', CASE.CAPITAL_IN_TITLE],
    ['東京 大阪', CASE.CASELESS],
  ])('%s: the block decides', (text, casing) => {
    expect(read(text).casing[0]).toBe(casing);
  });

  test('fold case, diacritics and full-width forms to the same hash', () => {
    const [plain, ...others] = read('strasse Strasse STRASSE Ｓｔｒａｓｓｅ').hashes;
    for (const other of others) expect(other).toBe(plain);
    const [a, b] = read('Jose José').hashes;
    expect(a).toBe(b);
    const [year, otherYear] = read('1977 1978').hashes;
    expect(year).not.toBe(otherYear);
  });

  test('know the gaps between them', () => {
    const { gaps } = read('a, b\nc\n\nd');
    expect(gaps[0]! & GAP.START).toBeTruthy();
    expect(gaps[1]! & GAP.NEWLINE).toBe(0);
    expect(gaps[2]! & GAP.NEWLINE).toBeTruthy();
    expect(gaps[2]! & GAP.BLANK_LINE).toBe(0);
    expect(gaps[3]! & GAP.BLANK_LINE).toBeTruthy();
    expect(gaps[4]! & GAP.START).toBeTruthy();
  });

  test('end a block before the first word that does not fit', () => {
    const text = 'x '.repeat(BLOCK + 3);
    expect(read(text)).toMatchObject({ end: BLOCK * 2 });
    expect(read('x '.repeat(BLOCK)).end).toBe(BLOCK * 2);
  });
});
