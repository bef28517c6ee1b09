import { expect, test } from '@jest/globals';
import { Context } from './context.ts';
import type { Triggers } from './detector.ts';
import { Scanner } from './scan.ts';
import { Tokens } from './text/tokens.ts';

/** The stretches of a text at which a detector with these triggers is called. */
function offered(text: string, triggers: Triggers): string[] {
  const calls: string[] = [];
  const scanner = new Scanner([
    {
      name: 'probe',
      types: ['OTHER'],
      source: 'this test',
      triggers,
      examine: (of, start, end) => void calls.push(of.slice(start, end)),
    },
  ]);
  const tokens = new Tokens();
  tokens.read(text);
  scanner.scan(text, tokens, () => {});
  return calls;
}

const letters = (length: number): string => `A${'b'.repeat(length - 1)}`;

test.each([
  ['shorter than asked for', letters(15), []],
  ['as short as asked for', letters(16), [letters(16)]],
  ['as long as the table of lengths', letters(64), [letters(64)]],
  ['longer than the table of lengths', letters(65), [letters(65)]],
  ['in one case', 'b'.repeat(20), []],
  ['with a digit, which makes it a code', `${letters(20)}1`, []],
])('letters in both cases: %s', (_, text, expected) => {
  expect(offered(text, { mixedCase: 16 })).toEqual(expected);
});

test.each([
  ['shorter than asked for', 'a1', []],
  ['as short as asked for', 'ab1', ['ab1']],
  ['as long as asked for', 'abcd1', ['abcd1']],
  ['longer than asked for', 'abcde1', []],
  ['no digit', 'Abcd', []],
  ['no letter', '1234', []],
])('codes: %s', (_, text, expected) => {
  expect(offered(text, { codes: [3, 5] })).toEqual(expected);
});

test('a code of the longest length that is told apart stands for all longer ones', () => {
  const code = `${letters(99)}1`;

  expect(offered(code, { codes: [8, 64] })).toEqual([code]);
  expect(offered(code, { codes: [8, 63] })).toEqual([]);
});

test('a number of a length that only words tell is offered where one may stand before it', () => {
  new Context(/(?:konto)[^\n]{0,8}$/i);
  const triggers: Triggers = { announced: true, digits: [4, 6], worded: (digits) => digits !== 5 };

  expect(offered('Konto 1234, Konto 12345', triggers)).toEqual(['1234', '12345']);
  expect(offered('hours 1234', triggers)).toEqual([]);
  expect(offered('hours 12345', triggers)).toEqual(['12345']);
});

test('a word is offered once, however many of its spellings are asked for', () => {
  expect(offered('Hasło', { words: ['haslo', 'hasło'] })).toEqual(['Hasło']);
});
