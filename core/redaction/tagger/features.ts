import { FOLD_TABLE } from './characters.ts';
import { hasIdentity, type Lexicon } from './lexicon.ts';
import { CASE, GAP, type Words } from './words.ts';

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
export const OWN = 2;
/** Rows per position, in the order of the positions. */
export const ROWS_AT = [2, 4, 12, 4, 2] as const;
export const ROWS_OF_WORD = 24;
export const JOINT = 14;

const mix = (h: number, value: number): number => {
  const x = Math.imul(h ^ value, 0x5bd1e995);
  return x ^ (x >>> 13);
};
const row = (h: number): number => {
  const x = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  return (x ^ (x >>> 15)) & ROW_MASK;
};

/** Length, leading zero and likely kind of a number: its value says nothing else worth a weight. */
function numberPattern(text: string, start: number, end: number): number {
  const length = end - start;
  if (length > 4) return 40 + Math.min(length, 24);
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
  return mix(h, Math.min(end - start, 12));
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
  return coarseOf(listed, casing);
}

/** What the lists say of a word, with its case. */
export const coarseOf = (listed: number, casing: number): number => mix(mix(0x1b873593, listed), casing);

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
  const coarse = coarseOf(listed, casing);
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
    rows[n++] = row(mix(mix(p, 10), mix(Math.min(length, 20), coarse)));
    rows[n++] = row(mix(mix(p, 11), mix(casing, mix(suffix1, beyondAscii))));
    rows[n++] = row(mix(mix(p, 12), mix(identity, casing)));
  }
}

/**
 * Writes the JOINT rows of word `i`. `identity` and `coarse` are the words' codes shifted by two, so that the neighbours
 * outside the block read as zero.
 */
export function jointRows(
  gap: Uint16Array,
  i: number,
  identity: Int32Array,
  coarse: Int32Array,
  rows: Int32Array,
): void {
  const before = gap[i]!;
  const after = gap[i + 1]!;
  const own = coarse[i + 2]!;
  const self = identity[i + 2]!;
  const previous = before & GAP.START ? 0 : identity[i + 1]!;
  const next = after & GAP.START ? 0 : identity[i + 3]!;
  const coarseBefore = coarse[i + 1]!;
  const coarseAfter = coarse[i + 3]!;
  const left = mix(own, before);
  const right = mix(own, after + 4096);
  rows[0] = row(mix(mix(left, coarseBefore), 21));
  rows[1] = row(mix(mix(right, coarseAfter), 22));
  rows[2] = row(mix(mix(left, previous), 23));
  rows[3] = row(mix(mix(right, next), 24));
  rows[4] = row(mix(mix(mix(own, previous), identity[i]!), 25));
  rows[5] = row(mix(mix(mix(own, next), identity[i + 4]!), 26));
  rows[6] = row(mix(mix(mix(own, previous), next), 27));
  rows[7] = row(mix(mix(left, after), 28));
  rows[8] = row(mix(mix(mix(left, coarseBefore), coarse[i]!), 29));
  rows[9] = row(mix(mix(mix(right, coarseAfter), coarse[i + 4]!), 30));
  rows[10] = row(mix(mix(mix(self, previous), before), 31));
  rows[11] = row(mix(mix(mix(self, next), after), 32));
  rows[12] = row(mix(mix(mix(left, coarseBefore), mix(after, coarseAfter)), 33));
  rows[13] = row(mix(mix(before, after), 34));
}
