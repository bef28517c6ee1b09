import { FOLD_TABLE } from './characters.ts';
import { hasIdentity, type Lexicon } from './lexicon.ts';
import { CASE, type Words } from './words.ts';

// Jest's contexts look globals up anew at each use: through `Math.` these loops are thirty times slower in tests.
const { imul, min } = Math;

/**
 * What the model looks at, as row numbers of the table of weights. The same functions serve training and tagging.
 *
 * A word's own features count for itself and for its neighbours up to two away, each with its own weights, so a word's
 * contribution to all five positions is one vector that is cached. Features of several words together (JOINT) cannot be
 * cached and are looked up for each word.
 */
export const ROW_BITS = 17;
const ROW_MASK = (1 << ROW_BITS) - 1;

/** Positions a word speaks for: to the word two to its left, ..., to itself, ..., to the word two to its right. */
export const POSITIONS = 5;
const OWN = 2;
/** Rows per position, in the order of the positions. */
export const ROWS_AT = [2, 4, 12, 4, 2] as const;
export const ROWS_OF_WORD = 24;
export const JOINT = 14;

const mix = (h: number, value: number): number => {
  const x = imul(h ^ value, 0x5bd1e995);
  return x ^ (x >>> 13);
};
const row = (h: number): number => {
  const x = imul(h ^ (h >>> 16), 0x7feb352d);
  return (x ^ (x >>> 15)) & ROW_MASK;
};

/** Length, leading zero and likely kind of a number: its value says nothing else worth a weight. */
function numberPattern(text: string, start: number, end: number): number {
  const length = end - start;
  if (length > 4) return 40 + min(length, 24);
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + (text.charCodeAt(i) - 48);
  if (length === 4) return value >= 1900 && value < 2060 ? 1 : value >= 1700 && value < 1900 ? 2 : 3;
  const zero = text.charCodeAt(start) === 48 ? 10 : 0;
  if (length === 3) return 4 + zero;
  if (length === 1) return 5 + (value === 0 ? 10 : 0);
  return (value <= 12 ? 6 : value <= 31 ? 7 : value <= 59 ? 8 : 9) + zero;
}

/** "V2" and "B2B": letters and digits as runs, up to six of them. */
function mixedPattern(text: string, start: number, end: number): number {
  let h = 77;
  let last = 0;
  for (let i = start, runs = 0; i < end && runs < 6; i++) {
    const code = text.charCodeAt(i);
    const kind = code >= 48 && code <= 57 ? 1 : 2;
    if (kind !== last) {
      h = mix(h, kind);
      last = kind;
      runs++;
    }
  }
  return mix(h, min(end - start, 12));
}

/**
 * Identity code of a word: a frequent word is itself, any other is what the lists say of it with its case. `listed` is
 * the lexicon class (training sometimes hides it, so that unlisted names are learnt too).
 */
export function identityOf(words: Words, i: number, listed: number, lexicon: Lexicon, text: string): number {
  const casing = words.casing[i]!;
  if (casing === CASE.DIGITS) return mix(0x51ed270b, numberPattern(text, words.start[i]!, words.end[i]!));
  if (casing === CASE.ALPHANUMERIC) return mix(0x3c6ef372, mixedPattern(text, words.start[i]!, words.end[i]!));
  if (listed !== 0 && hasIdentity(lexicon.flags[listed]!)) return words.hash[i]!;
  return coarseOf(listed, styleOf(words, i));
}

/** How a word is written, in which language: a capital says much in French, and nothing in German. */
export const styleOf = (words: Words, i: number): number => words.casing[i]! | (words.language << 4);

/** What the lists say of a word, with its style. */
export const coarseOf = (listed: number, style: number): number => mix(mix(0x1b873593, listed), style);

/** Writes the rows of word `i` for all positions: ROWS_OF_WORD numbers, by position. */
export function wordRows(
  words: Words,
  i: number,
  listed: number,
  identity: number,
  text: string,
  rows: Int32Array,
): void {
  const start = words.start[i]!;
  const end = words.end[i]!;
  const casing = words.casing[i]!;
  const length = end - start;
  const coarse = coarseOf(listed, styleOf(words, i));
  const fold = (at: number): number => (at < start || at >= end ? 0 : FOLD_TABLE[text.charCodeAt(at)]!);
  const digits = casing === CASE.DIGITS;
  const suffix1 = digits ? 0 : mix(0xa1, fold(end - 1));
  const suffix2 = digits ? 0 : mix(suffix1, fold(end - 2));
  const suffix3 = digits ? 0 : mix(suffix2, fold(end - 3));
  const suffix4 = digits ? 0 : mix(suffix3, fold(end - 4));
  const prefix2 = digits ? 0 : mix(mix(0xb1, fold(start)), fold(start + 1));
  const prefix3 = digits ? 0 : mix(prefix2, fold(start + 2));
  let beyondAscii = 0;
  for (let at = start; at < end; at++) if (text.charCodeAt(at) > 127) beyondAscii = 1;
  let n = 0;
  for (let position = 0; position < POSITIONS; position++) {
    const p = mix(0x9747b28c, position);
    rows[n++] = row(mix(mix(p, 1), identity));
    rows[n++] = row(mix(mix(p, 2), coarse));
    if (position === 0 || position === POSITIONS - 1) continue;
    rows[n++] = row(mix(mix(p, 3), mix(suffix3, listed === 0 ? 1 : 0)));
    rows[n++] = row(mix(mix(p, 4), mix(casing, beyondAscii)));
    if (position !== OWN) continue;
    rows[n++] = row(mix(mix(p, 5), mix(suffix2, casing)));
    rows[n++] = row(mix(mix(p, 6), mix(suffix3, coarse)));
    rows[n++] = row(mix(mix(p, 7), suffix4));
    rows[n++] = row(mix(mix(p, 8), mix(prefix3, listed === 0 ? 1 : 0)));
    rows[n++] = row(mix(mix(p, 9), mix(prefix2, casing)));
    rows[n++] = row(mix(mix(p, 10), mix(min(length, 20), coarse)));
    rows[n++] = row(mix(mix(p, 11), mix(casing, mix(suffix1, beyondAscii))));
    rows[n++] = row(mix(mix(p, 12), mix(identity, casing)));
  }
}

/**
 * Writes the JOINT rows of word `i`. `identity` and `coarse` are the words' codes shifted by two, so that the neighbours
 * outside the block read as zero. Codes are well mixed already: a sum of them, each times its own odd constant, and the
 * upper bits of one product (multiply-shift hashing) name the row as well as a full mix did, in a third of the time.
 */
export function jointRows(
  gap: Uint16Array,
  i: number,
  identity: Int32Array,
  coarse: Int32Array,
  rows: Int32Array,
): void {
  const before = imul(gap[i]! + 1, 0x3d4d51cb);
  const after = imul(gap[i + 1]! + 1, 0x2e1b2139);
  const own = coarse[i + 2]!;
  const self = imul(identity[i + 2]!, 0x632be5ab);
  const previous = imul(identity[i + 1]!, 0x7f4a7c15);
  const next = imul(identity[i + 3]!, 0x1c69b3f7);
  const coarseBefore = imul(coarse[i + 1]!, 0x45d9f3b);
  const coarseAfter = imul(coarse[i + 3]!, 0x119de1f3);
  const left = own + before;
  const right = own + after;
  rows[0] = top(left + coarseBefore + 0x1f123bb5);
  rows[1] = top(right + coarseAfter + 0x2f234cc6);
  rows[2] = top(left + previous + 0x3f345dd7);
  rows[3] = top(right + next + 0x4f456ee8);
  rows[4] = top(own + previous + imul(identity[i]!, 0x27d4eb2f) + 0x5f567ff9);
  rows[5] = top(own + next + imul(identity[i + 4]!, 0x165667b1) + 0x6f68811a);
  rows[6] = top(own + previous + next + 0x7f79922b);
  rows[7] = top(left + after + 0x0f8aa33c);
  rows[8] = top(left + coarseBefore + imul(coarse[i]!, 0x5bd1e995) + 0x1e9bb44d);
  rows[9] = top(right + coarseAfter + imul(coarse[i + 4]!, 0x38495ab5) + 0x2eacc55e);
  rows[10] = top(self + previous + before + 0x3ebdd66f);
  rows[11] = top(self + next + after + 0x4ecee770);
  rows[12] = top(left + coarseBefore + after + coarseAfter + 0x5edff881);
  rows[13] = top(before + after + 0x6ef00992);
}

const top = (h: number): number => imul(h ^ (h >>> 15), 0x7feb352d) >>> (32 - ROW_BITS);
