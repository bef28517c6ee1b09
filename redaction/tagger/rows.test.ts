import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  coarseOf,
  identityOf,
  JOINT,
  jointRows,
  ROW_BITS,
  ROWS_AT,
  ROWS_OF_WORD,
  styleOf,
  wordRows,
} from './features.ts';
import { FLAG, Lexicon } from './lexicon.ts';
import { WEIGHTS_VERSION } from './model.ts';
import { Words } from './words.ts';

const TEXT =
  'The dog of NASA met Joan J. at 14:05 (no iPhone 12, no V8): "Zürich", 東京 and İstanbul; 1977-05-06 B2B\n\nALL 0012 ßß #x_y @a/b <c> {d} 7 MacBook ﬁn';
const digest = (numbers: Iterable<number>): string =>
  createHash('sha256').update(Int32Array.from(numbers)).digest('hex').slice(0, 16);

/** A lexicon that has some words of the text, frequent ones and names. */
function lexiconOf(words: Words, text: string): Lexicon {
  const flags = new Uint16Array(256);
  flags[1] = 3 * FLAG.COMMON;
  flags[2] = FLAG.GIVEN;
  const lexicon = Lexicon.empty(flags);
  for (let i = 0; i < words.count; i++) {
    const word = text.slice(words.start[i]!, words.end[i]!);
    const kind = ['the', 'of', 'and', 'at'].includes(word.toLowerCase()) ? 1 : word === 'Joan' ? 2 : 0;
    if (kind !== 0) lexicon.insert(words.hash[i]!, words.check[i]!, kind);
  }
  return lexicon;
}

function read(text: string, language = 0) {
  const words = new Words();
  words.language = language;
  words.read(text, 0);
  const lexicon = lexiconOf(words, text);
  const at = Array.from({ length: words.count }, (_, i) => i);
  const listed = at.map((i) => lexicon.lookup(words.hash[i]!, words.check[i]!));
  const identity = at.map((i) => identityOf(words, i, listed[i]!, lexicon, text));
  const coarse = at.map((i) => coarseOf(listed[i]!, styleOf(words, i)));
  return { words, at, listed, identity, coarse };
}

/** The weights were trained to these numbers: where a function that makes them changes, they say nothing any more, and WEIGHTS_VERSION goes up. */
describe(`what weights of version ${WEIGHTS_VERSION} look at`, () => {
  test('words, with their case and the gaps between them', () => {
    const { words, at } = read(TEXT);

    expect(at.map((i) => TEXT.slice(words.start[i]!, words.end[i]!)).join(' ')).toBe(
      'The dog of NASA met Joan J at 14 05 no iPhone 12 no V8 Zürich 東京 and İstanbul 1977 05 06 B2B ALL 0012 ßß x y a b c d 7 MacBook ﬁn',
    );
    expect(digest(words.casing.slice(0, words.count))).toBe('7b82d111c97eb531');
    expect(digest(words.gap.slice(0, words.count + 1))).toBe('b7e2d8bce30fe8e0');
    expect(digest(words.hash.slice(0, words.count))).toBe('00e94f08382de41e');
    expect(digest(words.check.slice(0, words.count))).toBe('3b6988886834d5f8');
  });

  test.each([
    [0, 'd53e4c7a1af55e76'],
    [5, 'a4dc9e929d67adef'],
  ])('rows of each word, in language %d', (language, expected) => {
    const { words, at, listed, identity } = read(TEXT, language);
    const rows = new Int32Array(ROWS_OF_WORD);
    const all = at.flatMap((i) => {
      wordRows(words, i, listed[i]!, identity[i]!, TEXT, rows);
      return [...rows];
    });

    expect(ROWS_AT.reduce((sum, some) => sum + some, 0)).toBe(ROWS_OF_WORD);
    expect(all.every((row) => row >= 0 && row < 1 << ROW_BITS)).toBe(true);
    expect(digest(all)).toBe(expected);
  });

  test('rows of words together', () => {
    const { words, at, identity, coarse } = read(TEXT);
    const shifted = (codes: number[]) => Int32Array.from([0, 0, ...codes, 0, 0]);
    const rows = new Int32Array(JOINT);
    const all = at.flatMap((i) => {
      jointRows(words.gap, i, shifted(identity), shifted(coarse), rows);
      return [...rows];
    });

    expect(digest(all)).toBe('5043695b4c461031');
  });
});
