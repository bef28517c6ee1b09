import { describe, expect, test } from '@jest/globals';
import {
  beginsLine,
  classAt,
  classify,
  DIGIT,
  ESCAPE,
  FOLDABLE,
  flagsOf,
  goesOnBehind,
  hasDigit,
  isDigitAt,
  isHexAt,
  isLetterAt,
  isTouchedAt,
  isWordAt,
  LOOKALIKE_SCRIPT,
  LOWER,
  MARK,
  OWN_SCRIPT,
  UPPER,
  WIDE_LETTER,
} from './classes.ts';
import { lazily } from './lazily.ts';
import { eachMatch } from './matches.ts';
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

describe('what stands at a place', () => {
  const ASCII = Array.from({ length: 128 }, (_, c) => String.fromCharCode(c));

  test('hexadecimal digits', () => {
    expect(ASCII.filter((c) => isHexAt(c, 0)).join('')).toBe('0123456789ABCDEFabcdef');
  });

  test('letters, digits, marks and escapes of ASCII', () => {
    const of = (flags: number): string => ASCII.filter((c) => (classAt(c, 0) & flags) !== 0).join('');

    expect(of(LOWER)).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(of(UPPER)).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    expect(of(DIGIT)).toBe('0123456789');
    expect(of(MARK)).toBe('%:@');
    expect(of(ESCAPE)).toBe('\0\b\x1b&=\\');
    expect(of(FOLDABLE)).toBe(
      '\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1c\x1d\x1e\x1f\x7f',
    );
    expect(classAt('\x9b', 0)).toBe(ESCAPE);
  });

  test('what a value may not touch: letters and digits, but those of a script of its own', () => {
    expect([...'aZ7é漢я -'].map((c) => isTouchedAt(c, 0))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test.each([
    ['a1b', 0, 3, true],
    ['a1b', 1, 2, true],
    ['a1b', 2, 3, false],
    ['a1b', 0, 1, false],
    ['0', 0, 1, true],
    ['9', 0, 1, true],
    ['/:', 0, 2, false],
    ['٣', 0, 1, false],
  ])('a digit in %j from %i to %i: %s', (text, from, to, expected) => {
    expect(hasDigit(text, from, to)).toBe(expected);
  });

  test.each([
    ['|12', true],
    ['so it is\n|12', true],
    ['[|12', true],
    ['so\n"|12', true],
    ["'|12", true],
    ['(|12', true],
    ['Jan |12', true],
    ['so\nJan |12', true],
    ['Sept. |12', true],
    ['März |12', true],
    ['Januar |12', false],
    ['at |12', false],
    ['Jan. |12', true],
    ['Jan|12', false],
    ['so [|12', false],
    ['[[|12', false],
    ['it is so|12', false],
  ])('%j begins a line: %s', (marked, expected) => {
    expect(beginsLine(marked.replace('|', ''), marked.indexOf('|'))).toBe(expected);
  });

  test.each([
    ['12 a message', 2, true],
    ['12 [a] message', 2, true],
    ['12]: -- a message', 2, true],
    ['12 ------- a message', 2, false],
    ['12 messages', 2, true],
    ['12 message', 2, false],
    ['12 mess\nage so', 2, false],
    ['12\na message', 2, false],
    ['12', 2, false],
    ['12 7 of them so', 2, true],
  ])('%j goes on behind %i: %s', (text, at, expected) => {
    expect(goesOnBehind(text, at)).toBe(expected);
  });
});

test('a pattern is made once, when it is needed', () => {
  let made = 0;
  const form = lazily(() => {
    made++;
    return /a/;
  });

  expect(made).toBe(0);
  expect([form(), form()]).toEqual([/a/, /a/]);
  expect(form()).toBe(form());
  expect(made).toBe(1);
});

test('each match is visited, from the first, until one is enough', () => {
  const form = /[ab]/g;
  const visited = (text: string, enough?: string): string => {
    let all = '';
    eachMatch(form, text, ([found]) => {
      all += found;
      return found !== enough;
    });
    return all;
  };

  expect([visited('xaxbxa'), visited('axbxa', 'b'), visited('axbxa'), visited('x')]).toEqual(['aba', 'ab', 'aba', '']);
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

  test.each([
    ['a&b', 'escaped'],
    ['a\\nb', 'escaped'],
    ['a=b', 'escaped'],
    ['a1', 'mixed'],
    ['7é', 'mixed'],
    ['привет', 'ownScript'],
    ['漢', 'ownScript'],
    ['1\u0336 2', 'foldable'],
    ['漢a', 'foldable'],
    ['7漢', 'foldable'],
    ['\x01', 'foldable'],
  ] as const)('in %j it is %s', (text, flag) => {
    const tokens = read(text);
    expect(tokens[flag]).toBe(true);

    tokens.read('Plain words, 12 of them.');

    expect([tokens.escaped, tokens.mixed, tokens.ownScript, tokens.foldable, tokens.markCount]).toEqual([
      ...[false, false, false, false],
      0,
    ]);
  });

  test('letters of Latin and digits beside each other are no disguise', () => {
    const { foldable, mixed } = read('aé1 b2 3');

    expect([foldable, mixed]).toEqual([false, true]);
  });

  test.each([1_020, 1_021, 1_022, 1_023, 1_024, 1_025])(
    'a text of %i characters, each second of them a token',
    (length) => {
      const tokens = read('a '.repeat(600).slice(0, length));

      expect([tokens.count, tokens.start[tokens.count - 1], tokens.end[tokens.count - 1]]).toEqual([
        ...[Math.ceil(length / 2), length - 2 + (length % 2)],
        length - 1 + (length % 2),
      ]);
    },
  );

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

test.each([
  ['Latin', '\u00c0\u00d6\u00d8\u00f6\u00f8\u024f\u1ea0\u1ef9', WIDE_LETTER],
  ['Greek', '\u0391\u03a9\u03ac\u03b1\u03c9\u03ce\u03cf', WIDE_LETTER | LOOKALIKE_SCRIPT | OWN_SCRIPT],
  ['Cyrillic', '\u0400\u0410\u044f\u045f\u0460', WIDE_LETTER | LOOKALIKE_SCRIPT | OWN_SCRIPT],
  ['signs among them', '\u00d7\u00f7', 0],
])('letters of %s, from the first to the last that is told at once', (_script, letters, flags) => {
  for (const letter of letters) expect([letter, classAt(letter, 0)]).toEqual([letter, flags]);
});
