import { describe, expect, test } from '@jest/globals';
import {
  classAt,
  classify,
  DIGIT,
  FOLDABLE,
  isDigitAt,
  isLetterAt,
  isWordAt,
  LOOKALIKE_SCRIPT,
  LOWER,
  UPPER,
  WIDE_LETTER,
} from './classes.ts';
import { fold } from './fold.ts';
import { hashWord, Tokens } from './tokens.ts';

describe('classes', () => {
  test.each([
    ['a', LOWER],
    ['Z', UPPER],
    ['7', DIGIT],
    [' ', 0],
    ['é', WIDE_LETTER],
    ['я', WIDE_LETTER | LOOKALIKE_SCRIPT],
    ['ω', WIDE_LETTER | LOOKALIKE_SCRIPT],
    ['\u200b', FOLDABLE],
    ['７', FOLDABLE],
    ['٣', FOLDABLE],
    ['—', FOLDABLE],
    ['\ud835', FOLDABLE],
    ['漢', WIDE_LETTER],
    ['→', 0],
  ])('%j', (c, expected) => {
    expect(classAt(c, 0)).toBe(expected);
    expect(classify(c.charCodeAt(0)) & 255).toBe(expected);
  });

  test('nothing stands outside of a text', () => {
    expect([classAt('a', 1), classAt('a', -1)]).toEqual([0, 0]);
    expect([isDigitAt('1', 0), isWordAt('-', 0), isLetterAt('1', 0), isLetterAt('é', 0)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('tokens', () => {
  const read = (text: string) => {
    const tokens = new Tokens();
    tokens.read(text);
    return tokens;
  };

  test('words and numbers with their places', () => {
    const tokens = read('Ab 12-c3 é!');
    expect(Array.from({ length: tokens.count }, (_, i) => 'Ab 12-c3 é!'.slice(tokens.start[i], tokens.end[i]))).toEqual(
      ['Ab', '12', 'c3', 'é'],
    );
    expect([...tokens.flags.subarray(0, 4)]).toEqual([UPPER | LOWER, DIGIT, LOWER | DIGIT, WIDE_LETTER]);
  });

  test('the hash knows neither case nor diacritics', () => {
    const tokens = read('MÜLLER Muller müllér');
    expect(new Set(tokens.hash.subarray(0, 3))).toEqual(new Set([hashWord('muller')]));
    expect(hashWord('Müller')).toBe(hashWord('muller'));
  });

  test('marks and disguises are seen', () => {
    const tokens = read('a@b: 5%');
    expect([...tokens.marks.subarray(0, tokens.markCount)]).toEqual([1, 3, 6]);
    expect([
      read('a\u200bb').foldable,
      read('pаy').foldable,
      read('привет').foldable,
      read('plain é').foldable,
    ]).toEqual([true, true, false, false]);
  });

  test('longer texts than the arrays', () => {
    const tokens = read('a@ '.repeat(3_000));
    expect([tokens.count, tokens.markCount]).toEqual([3_000, 3_000]);
    expect(tokens.start[2_999]).toBe(8_997);
  });
});

describe('folding', () => {
  test.each([
    ['4\u200b1\u20601', '411'],
    ['\uff14\uff11\uff20', '41@'],
    ['\u0664\u0661', '41'],
    ['1\u20132\u22123', '1-2-3'],
    ['a\u00a0b\u3000c', 'a b c'],
    ['pаypаl', 'paypal'],
    ['привет', 'привет'],
    ['\ud835\udfcf\ud835\udc9c', '1A'],
    ['¹²①', '121'],
    ['café', 'café'],
    ['漢字', '漢字'],
    ['\ud835', '\ud835'],
    ['½', '½'],
    ['a。b', 'a.b'],
    ['Ελλ4', 'Eλλ4'],
  ])('%j', (text, expected) => {
    const { text: folded, origin } = fold(text);

    expect(folded).toBe(expected);
    expect(origin.length).toBe(folded.length + 1);
    expect(origin[folded.length]).toBe(text.length);
    expect([...origin]).toEqual([...origin].sort((a, b) => a - b));
  });
});
