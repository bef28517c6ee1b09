import { expect, test } from '@jest/globals';
import { CHAR, CLASS_TABLE, classOf, FOLD_TABLE } from './characters.ts';

test.each<[string, keyof typeof CHAR, string]>([
  ['a', 'LOWER', 'a'],
  ['Z', 'UPPER', 'z'],
  ['7', 'DIGIT', '7'],
  ['é', 'LOWER', 'e'],
  ['Ž', 'UPPER', 'z'],
  ['ǅ', 'UPPER', 'd'],
  ['ß', 'LOWER', 's'],
  ['Ø', 'UPPER', 'o'],
  ['Ł', 'UPPER', 'l'],
  ['ı', 'LOWER', 'i'],
  ['Ｓ', 'UPPER', 's'],
  ['７', 'DIGIT', '7'],
  ['٣', 'DIGIT', '٣'],
  ['Ж', 'UPPER', 'ж'],
  ['東', 'CASELESS', '東'],
  ['\u0301', 'CASELESS', '\u0301'],
  [' ', 'SPACE', ' '],
  ['\t', 'SPACE', '\t'],
  ['\v', 'SPACE', '\v'],
  ['\u2003', 'SPACE', ' '],
  ['\n', 'NEWLINE', '\n'],
  ['\u2028', 'NEWLINE', '\u2028'],
  ['.', 'PERIOD', '.'],
  ['、', 'COMMA', '、'],
  [':', 'COLON', ':'],
  ['–', 'HYPHEN', '–'],
  ['’', 'APOSTROPHE', '’'],
  ['«', 'QUOTE', '«'],
  ['(', 'OPEN', '('],
  ['}', 'CLOSE', '}'],
  ['/', 'SLASH', '/'],
  ['@', 'AT', '@'],
  ['。', 'END', '。'],
  ['#', 'HASH', '#'],
  ['&', 'CODE', '&'],
  ['<', 'ANGLE', '<'],
  ['_', 'UNDERSCORE', '_'],
  ['\x01', 'OTHER', '\x01'],
  ['€', 'OTHER', '€'],
  ['→', 'OTHER', '→'],
])('%j is of the class %s and reads as %j', (character, kind, plain) => {
  const code = character.charCodeAt(0);

  expect([classOf(code), classOf(code), CLASS_TABLE[code]]).toEqual([CHAR[kind], CHAR[kind], CHAR[kind]]);
  expect(String.fromCharCode(FOLD_TABLE[code]!)).toBe(plain);
});
