import { describe, expect, test } from '@jest/globals';
import { Tokens } from '../text/tokens.ts';
import { ABOUT, LONGEST_SENTENCE, personIn, STEM, stemOf, TopicFeatures } from './features.ts';
import { BUCKET, PAIRS, PRINT, TABLE_BYTES } from './table.ts';
import { isThing } from './things.ts';

const tokensOf = (text: string): Tokens => {
  const tokens = new Tokens();
  tokens.read(text);
  return tokens;
};
/** Features of some words of a text, those of each word apart. */
function featuresOf(text: string, first = 0, behind?: number): number[][] {
  const tokens = tokensOf(text);
  const features = new TopicFeatures();
  features.read(text, tokens, first, behind ?? tokens.count);
  return Array.from({ length: features.size }, (_, word) =>
    [...features.features.slice(0, features.count)].filter((_, i) => features.words[i] === word),
  );
}
const shared = (one: readonly number[], other: readonly number[]): number =>
  one.filter((feature) => other.includes(feature)).length;

describe('whom a sentence is about', () => {
  test.each<[string, keyof typeof ABOUT]>([
    ['rain falls', 'NOBODY'],
    ['i wait', 'WRITER'],
    ['she waits', 'OTHER'],
    ['she waits and i do', 'OTHER'],
    ['i wait and she does', 'OTHER'],
    ['the server waits', 'THING'],
    ['i restart the server', 'WRITER'],
    ['she restarts the server', 'OTHER'],
    ['they wait', 'OTHER'],
    ['they restart the server', 'THING'],
    ['i saw them', 'OTHER'],
    ['them i saw', 'OTHER'],
    ['ma part', 'WRITER'],
    ['ma server', 'THING'],
    ['ma they', 'OTHER'],
    ['they ma', 'OTHER'],
    ['il attend', 'OTHER'],
    ['il tempo non passa', 'NOBODY'],
    ['il server non va', 'THING'],
    ['tempo il della', 'NOBODY'],
  ])('%s: %s', (text, whom) => {
    expect(personIn(text, tokensOf(text), 0, tokensOf(text).count)).toBe(ABOUT[whom]);
  });

  test('is told from its own words alone', () => {
    const text = 'she waits and rain falls from the server';
    const of = (first: number, behind: number) => personIn(text, tokensOf(text), first, behind);

    expect([of(0, 1), of(1, 6), of(1, 8), of(0, 0)]).toEqual([ABOUT.OTHER, ABOUT.NOBODY, ABOUT.THING, ABOUT.NOBODY]);
    const italian = 'il tempo non passa';
    expect(personIn(italian, tokensOf(italian), 0, 2)).toBe(ABOUT.OTHER);
    expect(personIn(`non ${italian}`, tokensOf(`non ${italian}`), 1, 3)).toBe(ABOUT.OTHER);
  });
});

describe('a thing of work', () => {
  test.each<[string, boolean]>([
    ['server', true],
    ['port', true],
    ['ports', true],
    ['certificates', true],
    ['cert', false],
    ['mailserver', true],
    ['testserver', true],
    ['myport', false],
    ['seaport', false],
    ['airports', false],
    ['builds', true],
    ['tabs', false],
    ['certifies', true],
    ['certif', false],
    ['myserver', false],
    ['abcserver', true],
    ['abcmemory', true],
    ['abprinter', false],
    ['abcprinter', true],
    ['abcinterface', true],
    ['abcdeployment', false],
    ['printerabc', true],
    ['printabcde', false],
    ['the', false],
    ['leader', false],
    ['mother', false],
  ])('%s: %s', (word, isOne) => {
    const { start, end, hash } = tokensOf(`x ${word} y`);

    expect(isThing(`x ${word} y`, start[1]!, end[1]!, hash[1]!)).toBe(isOne);
  });
});

describe('what is looked at in a sentence', () => {
  test.each<[string, number[]]>([
    ['abc', [1]],
    ['abcd', [2]],
    ['abcde', [3]],
    ['abcdef', [4]],
    ['abcdefghi', [4]],
    ['abcdefghij', [5]],
    ['ab cd', [1, 1]],
    ['abc def', [1, 1]],
    ['ab cdef', [2, 3]],
    ['abcd ef', [3, 1]],
    ['ab cde fg', [1, 1, 1]],
    ['abcd efgh', [3, 3]],
    ['abcd 12 efgh', [3, 0, 2]],
    ['12 abcd', [0, 2]],
    ['abcdefghij abcdefghij', [6, 6]],
  ])('of the words of %j so many features', (text, counts) => {
    expect(featuresOf(text).map((own) => own.length)).toEqual(counts);
  });

  test('is the same wherever the sentence stands', () => {
    expect(featuresOf('some words before abcdef ghijklmnopq she', 3)).toEqual(featuresOf('abcdef ghijklmnopq she'));
    expect(featuresOf('abcdef ghijklmnopq she and some more', 0, 3)).toEqual(featuresOf('abcdef ghijklmnopq she'));
  });

  test('words that begin alike have their beginnings in common, those that end alike their ends', () => {
    const of = (word: string) => featuresOf(word)[0]!;

    // The beginnings of four and of five letters, and what is said of whom.
    expect(shared(of('abcdef'), of('abcdeg'))).toBe(3);
    expect(shared(of('abcdef'), of('abcdxy'))).toBe(1);
    expect(shared(of('abcdef'), of('abcxyz'))).toBe(0);
    expect(shared(of('abcdefghij'), of('xxxxefghij'))).toBe(1);
    expect(shared(of('abcdefghij'), of('xxxxxfghij'))).toBe(0);
    expect(shared(of('abcde'), of('abcdef'))).toBe(1);
  });

  test('a word is another one beside another word, and said of another person', () => {
    const second = (text: string) => featuresOf(text)[1]!;

    expect(shared(second('abcd efgh'), second('abcx efgh'))).toBe(2);
    expect(shared(second('rain efgh'), second('rain efgh'))).toBe(3);
    expect(shared(featuresOf('abcd efgh')[0]!, featuresOf('abcd efgx')[0]!)).toBe(2);
    expect(shared(second('she efgh'), second('i efgh'))).toBe(1);
    // Of words that begin alike the pair is one.
    expect(shared(second('abcdef efgh'), second('abcdeg efgh'))).toBe(3);
    expect(featuresOf('ab 1 cdef')[2]).toHaveLength(2);
  });

  test('all of the longest sentence fit in', () => {
    const text = 'abcdefghij '.repeat(LONGEST_SENTENCE);

    expect(featuresOf(text).flat()).toHaveLength(7 * LONGEST_SENTENCE - 2);
  });

  test('of a table those that it has are kept, with the words that they are of', () => {
    const prints = new Int16Array(TABLE_BYTES / 2);
    const [first, last] = [0, BUCKET - 1];
    prints[first * PAIRS + PRINT] = 5;
    prints[last * PAIRS + PRINT] = 6;
    const features = new TopicFeatures();
    features.features.set([7 << 16, 5 << 16, 8 << 16, 6 << 16]);
    features.words.set([0, 1, 2, 3]);
    features.count = 4;

    features.keepKnown(prints);

    expect(features.count).toBe(2);
    expect([...features.features.slice(0, 2)]).toEqual([first, last]);
    expect([...features.words.slice(0, 2)]).toEqual([1, 3]);
  });
});

test('a word of more letters than its stem has one, which is that of all that begin so', () => {
  expect(stemOf('abcde', 0, STEM)).toBe(0);
  expect(stemOf('abcdef', 0, STEM + 1)).not.toBe(0);
  expect(stemOf('xx abcdef', 3, 9)).toBe(stemOf('abcdeghi', 0, 8));
  expect(stemOf('abcdef', 0, 6)).not.toBe(stemOf('abcdxf', 0, 6));
});
