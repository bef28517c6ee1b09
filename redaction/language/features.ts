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
      const start = i;
      let whole = 0x2545f491;
      while (letter !== 0) {
        if (i - start < LONGEST_WORD) whole = mix(whole, letter);
        i++;
        letter = i < to ? letterOf(text.charCodeAt(i)) : 0;
      }
      const own = row(whole);
      this.whole[words++] = own;
      rows[count++] = own;
      if (known?.(own)) continue;
      let before = 1;
      let last = 2;
      for (let at = start, end = Math.min(i, start + LONGEST_WORD); at < end; at++) {
        const next = letterOf(text.charCodeAt(at));
        rows[count++] = row(mix(mix(mix(0x9747b28c, before), last), next));
        before = last;
        last = next;
      }
      rows[count++] = row(mix(mix(mix(0x9747b28c, before), last), 3));
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
