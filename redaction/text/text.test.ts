import { describe, expect, test } from '@jest/globals';
import {
  classAt,
  classify,
  DIGIT,
  ESCAPE,
  FOLDABLE,
  flagsOf,
  isDigitAt,
  isLetterAt,
  isWordAt,
  LOOKALIKE_SCRIPT,
  LOWER,
  OWN_SCRIPT,
  UPPER,
  WIDE_LETTER,
} from './classes.ts';
import { fold } from './fold.ts';
import { reversedRuns } from './reversed.ts';
import { hashWord, Tokens } from './tokens.ts';

describe('classes', () => {
  test.each([
    ['a', LOWER],
    ['Z', UPPER],
    ['7', DIGIT],
    [' ', 0],
    ['é', WIDE_LETTER],
    ['я', WIDE_LETTER | LOOKALIKE_SCRIPT | OWN_SCRIPT],
    ['ω', WIDE_LETTER | LOOKALIKE_SCRIPT | OWN_SCRIPT],
    ['\u200b', FOLDABLE],
    ['７', FOLDABLE],
    ['٣', FOLDABLE],
    ['—', FOLDABLE],
    ['\ud835', FOLDABLE],
    ['漢', WIDE_LETTER | OWN_SCRIPT],
    ['\u0301', WIDE_LETTER],
    ['\\', ESCAPE],
    ['\x01', FOLDABLE],
    ['\t', 0],
    ['→', 0],
  ])('%j', (c, expected) => {
    expect(classAt(c, 0)).toBe(expected);
    expect(classify(c.charCodeAt(0)) & 255).toBe(expected);
  });

  test('letters that are told without the patterns are what the patterns say', () => {
    const asked = Array.from({ length: 0x2000 - 0x80 }, (_, i) => i + 0x80).filter((c) => c !== 0x85 && c !== 0x9b);
    expect(asked.filter((c) => (classify(c) & 255) !== flagsOf(c))).toEqual([]);
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

describe('tokens that are hidden', () => {
  test('are numbers that say nothing, from the first that a value touches to the last', () => {
    const tokens = new Tokens();
    const read = 'Ask Anna Kowalska-Reis now';
    tokens.read(read);
    const before = [...tokens.hash.subarray(0, tokens.count)];

    tokens.hide(6, 19);

    const hidden = [1, 2, 3];
    for (let i = 0; i < tokens.count; i++) {
      expect((tokens.flags[i]! & DIGIT) !== 0).toBe(hidden.includes(i));
      expect(tokens.hash[i]).toBe(hidden.includes(i) ? hashWord('0') : before[i]);
    }
  });

  test('are none where the value touches none', () => {
    const tokens = new Tokens();
    tokens.read('a - b');
    tokens.hide(1, 4);
    tokens.hide(5, 9);

    expect([...tokens.hash.subarray(0, 2)]).toEqual([hashWord('a'), hashWord('b')]);
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
    ['Ελλ4', 'Ελλ 4'],
    ['卡号4539电话1', '卡号 4539 电话 1'],
    ['почтаjane@a.no', 'почта jane@a.no'],
    ['номер٤١', 'номер 41'],
    ['АВ12С', 'AB12C'],
    ['x가y', 'x 가 y'],
    ['é1ß2', 'é1ß2'],
  ])('%j', (text, expected) => {
    const { text: folded, origin } = fold(text);

    expect(folded).toBe(expected);
    expect(origin.length).toBe(folded.length + 1);
    expect(origin[folded.length]).toBe(text.length);
    expect([...origin]).toEqual([...origin].sort((a, b) => a - b));
  });

  test.each([
    ['before', (gap: string) => `x${gap}а`, (gap: string) => `x${gap}a`],
    ['behind', (gap: string) => `а${gap}x`, (gap: string) => `a${gap}x`],
  ])('a look-alike is one with a Latin letter within 24 characters %s it', (_, write, folded) => {
    const near = 'é'.repeat(23);
    const far = 'é'.repeat(24);

    expect(fold(write(near)).text).toBe(folded(near));
    expect(fold(write(far)).text).toBe(write(far));
    expect(fold(write('é é')).text).toBe(write('é é'));
    expect(fold(write('')).text).toBe(folded(''));
    expect(fold(write('я')).text).not.toBe(folded('я'));
  });

  test.each([
    ['zeros and nines of other scripts', '٠٩ ०९ ０９', '09 09 09'],
    ['digits beside a character that is none', '۰۹', '09'],
    ['what has no plain form of one character', '㎏ ½ ⑩', '㎏ ½ ⑩'],
    ['a pair that is no letter', '😀a', '😀a'],
    ['half a pair at the end', 'a\ud835', 'a\ud835'],
    ['half a pair before a letter', '\ud835a', '\ud835a'],
    ['ASCII to the very end', '\u200bab~', 'ab~'],
    ['controls that nobody sees', '\u200ba\u007fb\u0001c\td', 'abc\td'],
    ['marks that choose a form', '1\ufe0f\u20e3', '1'],
  ])('%s', (_, text, expected) => {
    expect(fold(text).text).toBe(expected);
    // The second time comes from a table.
    expect(fold(text).text).toBe(expected);
  });

  test('offsets lead back over what is gone and what was two', () => {
    const { text, origin } = fold('a\u200b\u200bb\ud835\udfcfc');

    expect(text).toBe('ab1c');
    expect([...origin]).toEqual([0, 3, 4, 6, 7]);
  });
});

describe('text that is shown backwards', () => {
  test.each([
    ['nothing', []],
    ['a \u202ecba\u202c d', [{ text: 'abc', end: 6 }]],
    ['\u202ecba\nfed', [{ text: 'abc', end: 4 }]],
    ['\u202ecba', [{ text: 'abc', end: 4 }]],
    ['\u202eab', []],
    ['\u202ec\u202eba', [{ text: 'ab c', end: 5 }]],
    [
      '\u202ecba\u202c\u202efed\u202c',
      [
        { text: 'abc', end: 4 },
        { text: 'def', end: 9 },
      ],
    ],
  ])('%j', (text, runs) => {
    expect(reversedRuns(text)).toEqual(runs);
  });
});
