import { expect, test } from '@jest/globals';
import { Context } from './context.ts';
import type { Detector, Triggers } from './detector.ts';
import { Scanner } from './scan.ts';
import { Tokens } from './text/tokens.ts';

/** The stretches of a text at which a detector with these triggers is called. */
function offered(text: string, triggers: Triggers, mayBegin?: Detector['mayBegin']): string[] {
  const calls: string[] = [];
  const scanner = new Scanner([
    {
      name: 'probe',
      types: ['OTHER'],
      source: 'this test',
      triggers,
      ...(mayBegin && { mayBegin }),
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

const nines = (count: number): string => '9'.repeat(count);

test.each<[string, Triggers, string, string[]]>([
  ['each window of its groups', { digits: [2, 3] }, '1 2 3', ['1 2', '1 2 3', '2 3']],
  ['and of a long row', { digits: [2, 3] }, '1 2 3 4 5', ['1 2', '1 2 3', '2 3', '2 3 4', '3 4', '3 4 5', '4 5']],
  ['announced, from the first group alone', { digits: [2, 2], announced: true }, '1 2 3', ['1 2']],
  ['and of a long row', { digits: [2, 2], announced: true }, '1 2 3 4 5', ['1 2']],
  ['whole, one group each', { digits: [1, 2], whole: true }, '1 22 3', ['1', '22', '3']],
  ['and of a long row', { digits: [1, 2], whole: true }, '1 22 3 4 55', ['1', '22', '3', '4', '55']],
  ['at the edges of a long row', { digits: [2, 2], atEdges: true }, '1 2 3 4 5', ['1 2', '4 5']],
  ['one group of a long row', { digits: [1, 1] }, '1 22 3 44 5', ['1', '3', '5']],
  ['its last group', { digits: [2, 2] }, '1 333 1 333 44', ['44']],
  ['24 digits in two groups', { digits: [24, 24] }, `${nines(12)} ${nines(12)}`, [`${nines(12)} ${nines(12)}`]],
  ['24 in a long row', { digits: [24, 24] }, `${nines(20)} 1 2 3 4`, [`${nines(20)} 1 2 3 4`]],
  ['nothing of 25', { digits: [3, 24] }, `${nines(24)}9 1`, []],
  ['nothing of a long row of them', { digits: [3, 24] }, `${nines(25)} 1 1 ${nines(25)} 1 1`, []],
])('a number is offered: %s', (_, triggers, text, expected) => {
  expect(offered(text, triggers)).toEqual(expected);
});

test.each<[Triggers, string[]]>([
  [{ digits: [2, 2], whole: true }, ['66']],
  [{ digits: [2, 2], atEdges: true }, ['1 2', '5 7']],
  [{ digits: [2, 2], announced: true }, ['1 2']],
  [{ digits: [3, 3] }, ['1 2 3', '2 3 4', '4 66', '66 5']],
])('in a long row, what one wants is not offered to another: %j', (triggers, expected) => {
  const calls: string[] = [];
  const scanner = new Scanner(
    [{ digits: [1, 6] as const }, triggers].map((of, n) => ({
      ...{ name: `probe ${n}`, types: ['OTHER' as const], source: 'this test', triggers: of },
      examine: (text: string, start: number, end: number) => void (n === 1 && calls.push(text.slice(start, end))),
    })),
  );
  const text = '1 2 3 4 66 5 7';
  const tokens = new Tokens();
  tokens.read(text);

  scanner.scan(text, tokens, () => {});

  expect(calls).toEqual(expected);
});

test('what is not asked for is not offered, however long', () => {
  expect(offered(`${letters(63)} ${letters(64)} ${letters(90)} ${letters(70)}1`, { words: ['x'] })).toEqual([]);
});

test('in a long row a detector is asked first whether anything may begin with a group', () => {
  const asked: [string, string][] = [];
  const calls = offered('1 22 3 4 5', { digits: [2, 3] }, (text, start, end, digits) => {
    asked.push([text.slice(start, end), digits]);
    return text[start] === '2';
  });

  expect(calls).toEqual(['22', '22 3']);
  expect(asked).toEqual([
    ['1', '122345'],
    ['22', '22345'],
    ['3', '345'],
    ['4', '45'],
    ['5', '5'],
  ]);
  expect(offered('1 2', { digits: [2, 2] }, () => false)).toEqual(['1 2']);
});

test('what it is offered, it is told without what stands between', () => {
  const told: [string, string][] = [];
  const scanner = new Scanner([
    {
      ...{ name: 'probe', types: ['OTHER'], source: 'this test', triggers: { digits: [4, 5], codes: [3, 3] } },
      examine: (text, start, end, _, digits) => void told.push([text.slice(start, end), digits]),
    },
  ]);
  const text = '12-34 5, a12, 12 34 56 78 90';
  const tokens = new Tokens();
  tokens.read(text);

  scanner.scan(text, tokens, () => {});

  expect(told).toEqual([
    ['12-34', '1234'],
    ['12-34 5', '12345'],
    ['a12', ''],
    ['12 34', '1234'],
    ['34 56', '3456'],
    ['56 78', '5678'],
    ['78 90', '7890'],
  ]);
});

test.each([
  ...[...' -./()+_*|'].map((sign): [string, boolean] => [`12${sign}34`, true]),
  ...[...',;:#%"a\n\t~'].map((sign): [string, boolean] => [`12${sign}34`, false]),
  ['12) - (34', false],
  ['12 - (34', true],
  ['12 - -34', true],
  ['12–34', false],
  ['1234\n5678', true],
  ['1234\r\n5678', true],
  ['1234\n    5678', true],
  ['1234\n     5678', false],
  ['1234 \n5678', false],
  ['1234\r5678', false],
  ['1234\n\n5678', false],
  ['123\n5678', false],
  ['1234\n567', false],
  ['12345\n6789', false],
])('%j is one number: %s', (text, expected) => {
  expect(offered(text, { digits: [1, 10], announced: true }).includes(text)).toBe(expected);
});

test.each<[string, string, string[]]>([
  ['by wide gaps', '1.5  2.6  3.7', ['1.5', '2.6', '6  3', '3.7']],
  ['by bars', '1.5 | 2.6 | 3.7', ['1.5', '2.6', '6 | 3', '3.7']],
  ['not by single spaces', '1.5 2.6 3.7', ['1.5', '5 2', '2.6', '6 3', '3.7']],
  ['not by other signs', '1.5 - 2.6 - 3.7', ['1.5', '5 - 2', '2.6', '6 - 3', '3.7']],
  ['not without fractions', '1-5  2-6  3-7', ['1-5', '5  2', '2-6', '6  3', '3-7']],
  ['not of two cells', '1.5  2.6', ['1.5', '5  2', '2.6']],
  ['of which the first has no fraction', '1-5  2.6  3.7', ['1-5', '2.6', '6  3', '3.7']],
  ['of which the last has none', '1.5  2-6  3-7', ['1.5', '2-6', '6  3', '3-7']],
  ['four of them', '1.5  2.6  3.7  4.8', ['1.5', '2.6', '3.7', '7  4', '4.8']],
  ['each row by itself', '1.5  2.6  3.7, 1 2', ['1.5', '2.6', '6  3', '3.7', '1 2']],
])('cells of a table are numbers of their own: %s', (_, text, expected) => {
  expect(offered(text, { digits: [2, 2] })).toEqual(expected);
});

test.each<[string, Triggers, string, string[]]>([
  ['words, in any case', { words: ['tel'] }, 'Tel, TEL: tels té', ['Tel', 'TEL']],
  ['marks', { marks: '@:' }, 'a@b: 5%', ['@', ':']],
  ['prefixes', { prefixes: ['ghp_', 'AK'] }, 'ghp_x ghp-x AKx aKx xAK', ['ghp', 'AKx']],
  ['prefixes that share two letters', { prefixes: ['abc', 'abd'] }, 'abc1 abd2 abe3', ['abc1', 'abd2']],
  ['a prefix at the end', { prefixes: ['AK'] }, 'is AK', ['AK']],
  ['one that the text ends in the middle of', { prefixes: ['ghp_'] }, 'ghp', []],
  ['one letter at the end', { prefixes: ['AK'], words: ['A'] }, 'is A', ['A']],
  ['none beyond ASCII', { prefixes: ['AK'] }, 'AÉ éK', []],
])('it is offered %s', (_, triggers, text, expected) => {
  expect(offered(text, triggers)).toEqual(expected);
});

test('each of many words is found, and no other', () => {
  const words = Array.from({ length: 600 }, (_, n) => `word${String.fromCharCode(97 + (n % 26))}${'x'.repeat(n / 26)}`);
  const others = words.map((word) => `q${word}`);

  expect(offered([...words, ...others].join(' '), { words })).toEqual(words);
});
