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
  const konto = new Context(/(?:konto)[^\n]{0,8}$/i);
  const triggers: Triggers = { announced: true, digits: [4, 6], worded: (digits) => (digits === 5 ? [] : [konto]) };

  expect(offered('Konto 1234, Konto 12345', triggers)).toEqual(['1234', '12345']);
  expect(offered('hours 1234', triggers)).toEqual([]);
  expect(offered('hours 12345', triggers)).toEqual(['12345']);
});

test('a word is offered once, however many of its spellings are asked for', () => {
  expect(offered('Hasło', { words: ['haslo', 'hasło'] })).toEqual(['Hasło']);
});

test.each<[string, Triggers, string, string[]]>([
  ['groups', { digits: [4, 4], groups: () => 2 }, '1234, 12 34, 1 23 4', ['12 34']],
  [
    'groups of some',
    { digits: [3, 4], groups: (n) => (n === 4 ? 1 : undefined) },
    '1234, 12 34, 1 23',
    ['1234', '1 23'],
  ],
  ['whole ones', { digits: [2, 4], whole: true }, '12 34', ['12', '34']],
  ['what stands before', { digits: [2, 2], before: ' -' }, '12 34,56 -78.90', ['34', '78']],
  ['what stands behind', { digits: [2, 2], behind: ',' }, '12, 34, 56', ['12', '34']],
  ['beyond ASCII', { digits: [2, 2], behind: ',' }, '12€ 34', ['12']],
  ['one of both', { digits: [2, 2], beside: ['(', '%'] }, '(12) 34% 56', ['12', '34']],
])('numbers told by %s', (_, triggers, text, expected) => {
  expect(offered(text, triggers)).toEqual(expected);
});

test('more detectors than one word has bits are all asked, in their order', () => {
  const calls: number[] = [];
  const scanner = new Scanner(
    Array.from({ length: 40 }, (_, n) => ({
      name: `probe ${n}`,
      types: ['OTHER' as const],
      source: 'this test',
      triggers: { digits: [3, 3] as const },
      examine: () => void calls.push(n),
    })),
  );
  const tokens = new Tokens();
  tokens.read('ab 123');

  scanner.scan('ab 123', tokens, () => {});

  expect(calls).toEqual(Array.from({ length: 40 }, (_, n) => n));
});
