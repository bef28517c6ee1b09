/**
 * What the detector of languages looks at: the words of a text and their groups of three letters, as row numbers of its table.
 * The same functions serve training and use. Case is ignored, diacritics are not: they tell languages apart.
 */
export const ROW_BITS = 14;
const ROWS = (1 << ROW_BITS) - 1;

// Jest's contexts look globals up anew at each use: through `Math.` these loops are thirty times slower in tests.
const { imul } = Math;

/** Lower case of a code unit, 0 for what is no letter; filled as letters are met, those of ASCII at once. */
const LETTERS = new Uint16Array(65536);
const KNOWN = new Uint8Array(65536).fill(1, 0, 128);
for (let c = 97; c <= 122; c++) LETTERS[c] = LETTERS[c - 32] = c;
const LETTER = /[\p{L}\p{M}]/u;

export function letterOf(c: number): number {
  if (KNOWN[c] === 1) return LETTERS[c]!;
  const text = String.fromCharCode(c);
  KNOWN[c] = 1;
  LETTERS[c] = LETTER.test(text) ? text.toLowerCase().charCodeAt(0) || c : 0;
  return LETTERS[c]!;
}

const mix = (hash: number, value: number): number => {
  const x = imul(hash ^ value, 0x5bd1e995);
  return x ^ (x >>> 13);
};
const row = (hash: number): number => {
  const x = imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (x ^ (x >>> 15)) & ROWS;
};

/** Words longer than this are no words. */
const LONGEST_WORD = 24;
/** Rows of a word: its own, and one for each three of its letters. */
const ROWS_OF_WORD = LONGEST_WORD + 2;
/** Words that `LanguageRows` holds at once. */
const MOST_WORDS = 64;
export const LANGUAGE_ROWS_BYTES = (MOST_WORDS * ROWS_OF_WORD + MOST_WORDS) * 4;

/** What stands for the two letters before a word, and for the one behind it. */
const BEFORE = 1;
const BEGIN = 2;
const END = 3;
/**
 * Rows of three letters in a row, those of ASCII by a table that is filled as they are met: to mix them anew was most of the pass. Five bits a
 * letter, numbers above those of letters for what stands around a word; 0 is not known yet.
 */
const THREES = new Uint16Array(1 << 15);
const AROUND_WORD = ((26 + BEFORE) << 5) | (26 + BEGIN);

const rowOfThree = (before: number, last: number, next: number): number =>
  row(mix(mix(mix(0x9747b28c, before), last), next));

/** @param index of the table */
function knownThree(index: number, before: number, last: number, next: number): number {
  const known = THREES[index]!;
  if (known !== 0) return known - 1;
  const made = rowOfThree(before, last, next);
  THREES[index] = made + 1;
  return made;
}

/** The rows of some words of a text, in arrays that are used again for the next: a pass allocates nothing. */
export class LanguageRows {
  count = 0;
  readonly rows: Int32Array;
  /** Of the words themselves, not of their letters. */
  wholeCount = 0;
  readonly whole: Int32Array;

  /** @param memory in which they stand, with a kernel that sums them: from `at` on, `LANGUAGE_ROWS_BYTES`. */
  constructor(memory = new ArrayBuffer(LANGUAGE_ROWS_BYTES), at = 0) {
    this.rows = new Int32Array(memory, at, MOST_WORDS * ROWS_OF_WORD);
    this.whole = new Int32Array(memory, at + this.rows.byteLength, MOST_WORDS);
  }

  /**
   * The rows of up to `most` words from `from` on: that of the word, and unless `known` says that it is enough, those of its letters in
   * threes.
   * @returns where it stopped
   */
  read(text: string, from: number, to: number, most: number, known?: (row: number) => boolean): number {
    const rows = this.rows;
    let count = 0;
    let words = 0;
    let i = from;
    while (i < to && words < most) {
      let letter = letterOf(text.charCodeAt(i));
      if (letter === 0) {
        i++;
        continue;
      }
      // The rows of the letters are written before it is known whether they are wanted.
      const begin = count++;
      const limit = i + LONGEST_WORD;
      let whole = 0x2545f491;
      let before = BEFORE;
      let last = BEGIN;
      let index = AROUND_WORD;
      /** Which of the last three letters are beyond ASCII, one bit each. */
      let wide = 0;
      while (letter !== 0) {
        if (i < limit) {
          whole = mix(whole, letter);
          index = ((index << 5) | (letter & 31)) & (THREES.length - 1);
          wide = ((wide << 1) | (letter > 127 ? 1 : 0)) & 7;
          rows[count++] = wide === 0 ? knownThree(index, before, last, letter) : rowOfThree(before, last, letter);
          before = last;
          last = letter;
        }
        i++;
        letter = i < to ? letterOf(text.charCodeAt(i)) : 0;
      }
      const own = row(whole);
      this.whole[words++] = own;
      rows[begin] = own;
      if (known?.(own)) {
        count = begin + 1;
        continue;
      }
      index = ((index << 5) | (26 + END)) & (THREES.length - 1);
      wide = (wide << 1) & 7;
      rows[count++] = wide === 0 ? knownThree(index, before, last, END) : rowOfThree(before, last, END);
    }
    this.count = count;
    this.wholeCount = words;
    return i;
  }
}

/** Whether two of the first `most` words have rows that are marked: most texts are told from their first words. */
export function hasMarkedWords(text: string, from: number, to: number, most: number, marked: Uint8Array): boolean {
  let hits = 0;
  for (let i = from, words = 0; i < to && words < most; ) {
    let letter = letterOf(text.charCodeAt(i));
    if (letter === 0) {
      i++;
      continue;
    }
    let whole = 0x2545f491;
    for (let length = 0; letter !== 0; length++) {
      if (length < LONGEST_WORD) whole = mix(whole, letter);
      i++;
      letter = i < to ? letterOf(text.charCodeAt(i)) : 0;
    }
    words++;
    if (marked[row(whole)] === 1 && ++hits === 2) return true;
  }
  return false;
}
