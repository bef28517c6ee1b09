import { describe, expect, test } from '@jest/globals';
import { around, edge } from './edges.ts';

/** `|` stands before the character that is asked for, what is in brackets is expected. */
const marked = (pattern: string): { text: string; at: number; range: [number, number] | undefined } => {
  const at = pattern.replace(/[[\]]/g, '').indexOf('|');
  const bare = pattern.replace('|', '');
  const start = bare.indexOf('[');
  return {
    text: bare.replace(/[[\]]/g, ''),
    at,
    range: start < 0 ? undefined : [start, bare.indexOf(']') - 1],
  };
};

describe('the value around a character', () => {
  const nines = (count: number) => '9'.repeat(count);
  const ones = (count: number) => Array<string>(count).fill('1').join(' ');

  test.each([
    ['none in a word', 'so it| is'],
    ['none in a word with an apostrophe', "it is o'nei|l again"],
    ['none in one with a hyphen', 'a well-kno|wn one'],
    ['none at an end of a sentence', 'it is so|.then on'],
    ['none in brackets', 'it i|s(so)'],
    ['a word with a digit', 'so [a|b1] is'],
    ['an address', 'to [jane@|x] is'],
    ['a sign between letters', 'so [a_b|] is'],
    ['a path', 'so [a/|b] is'],
    ['none of a sign at an end', 'so _ab|_ is'],
    ['none of two signs', 'so a__b| is'],
    ['groups of digits at both sides', 'so [4111 1111 |1111 1111] is'],
    ['from the first', '[|12 34 56] is'],
    ['from the last', 'so [12 34 5|6]'],
    ['over any space', 'so [12  34\n\t5|6 \n 78]  is'],
    ['not over a word', '12 so [3|4] so 56'],
    ['words with digits in them are groups', '[ab1 2|2 c3d] x'],
    ['at most nine groups at a side', `1 [${ones(9)} |2 ${ones(9)}] 1`],
    ['a word as far as 128 characters to each side', `9[${nines(128)}|${nines(128)}]9`],
    ['a word of 127 has groups at its side', `[|${nines(127)} 1]`],
    ['of 128 it has none', `[|${nines(128)}] 1`],
    ['of 127 before it', `[1 ${nines(126)}|9]`],
    ['of 128 none before it', `1 [${nines(127)}|9]`],
    ['groups before it as far as 128 characters', `9[${nines(127)} |1]`],
    ['and behind it', `[|1 ${nines(127)}]9`],
    ['a group farther away than that is none', `9${' '.repeat(128)}[|1]`],
    ['and behind it, too', `[|1]${' '.repeat(128)}9`],
    ['one at that distance is one', `[9${' '.repeat(127)}|1]`],
    ['and behind it, too', `[|1${' '.repeat(127)}9]`],
    ['as long as all of it is shorter', `1 [${nines(60)} ${nines(66)} |1]`],
    ['and longer by one', `[1 ${nines(60)} ${nines(64)} |1]`],
    ['behind it, too', `[|1 ${nines(66)} ${nines(60)}] 1`],
    ['and longer by one, too', `[|1 ${nines(64)} ${nines(60)} 1]`],
  ])('%s: %s', (_, pattern) => {
    const { text, at, range } = marked(pattern);

    expect(around(text, at)).toEqual(range);
  });

  test('of a space is that of the word before it', () => {
    expect(around('so 12 is', 5)).toEqual([3, 5]);
    expect(around('so is 12', 5)).toBeUndefined();
  });
});

describe('the open edge', () => {
  test.each([
    ['one two three four', 'end', 'two three four'],
    ['we said that 4111 1111 11', 'end', '4111 1111 11'],
    ['we ask Anna Maria von Trapp now ', 'end', 'Anna Maria von Trapp now'],
    ['ask him, Anna Maria von Tra', 'end', 'him, Anna Maria von Tra'],
    ['a\nb c', 'end', 'b c'],
    ['one two three four', 'start', 'one two three'],
    ['11 1111 1111 is it then', 'start', '11 1111 1111'],
    [' a b c d', 'start', ' a b'],
    ['a\nb c', 'start', 'a'],
    ['a b', 'start', 'a b'],
    ['a\n b', 'end', 'b'],
    ['a \nb', 'start', 'a'],
    ['xY one two three', 'end', 'one two three'],
    ['x,y one two three', 'end', 'one two three'],
    ['x, one two three', 'end', 'x, one two three'],
    ['x'.repeat(128), 'end', 'x'.repeat(128)],
    [`a ${'x'.repeat(127)}`, 'end', `a ${'x'.repeat(127)}`],
    [`a ${'x'.repeat(128)}`, 'end', 'x'.repeat(128)],
    [`${'x'.repeat(127)} a`, 'start', `${'x'.repeat(127)} a`],
    [`${'x'.repeat(128)} a`, 'start', 'x'.repeat(128)],
    ['1 2 3 4 5 6 7 8 9 10', 'end', '2 3 4 5 6 7 8 9 10'],
    ['1 2 3 4 5 6 7 8 9 10', 'start', '1 2 3 4 5 6 7 8 9'],
  ] as const)('of %j at the %s', (text, direction, expected) => {
    const [at, start] =
      direction === 'end' ? [text.length - 1, text.lastIndexOf(expected)] : [0, text.indexOf(expected)];

    expect(edge(text, at, direction)).toEqual([start, start + expected.length]);
  });

  test('far inside of a text', () => {
    expect(edge(`${'x'.repeat(99)}\nyes it is so`, 100, 'start')).toEqual([100, 109]);
  });

  test.each([
    ['of a space at the end', 'we are one [two three|] ', 'end'],
    ['of a space at the begin', '[| one two] three', 'start'],
    ['a small word of a name', 'see [Rue de la Paix so i|t]', 'end'],
    ['its first words', '[|so it Rue de la] paix', 'start'],
    ['at most eight more words', 'A [B C D E F G H I |J] k', 'end'],
    ['at the begin, too', '[|J A B C D E F G H] I', 'start'],
    ['no farther than a line', 'A\n[B |C]', 'end'],
    ['at the begin, too', '[|A B]\nC', 'start'],
    ['glued by each sign', "x [y, y. y: y; y' y- y|] ", 'end'],
  ] as const)('%s: %s', (_, pattern, direction) => {
    const { text, at, range } = marked(pattern);

    expect(edge(text, at, direction)).toEqual(range);
  });
});
