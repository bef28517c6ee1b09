/**
 * What the detector of languages looks at: the words of a text and their groups of three letters, as row numbers of its table.
 * The same functions serve training and use. Case is ignored, diacritics are not: they tell languages apart.
 */
export const ROW_BITS = 14;
const ROWS = (1 << ROW_BITS) - 1;

// Jest's contexts look globals up anew at each use: through `Math.` these loops are thirty times slower in tests.
const { imul } = Math;

/** Lower case of a code unit, 0 for what is no letter; filled as letters are met. */
const LETTERS = new Uint16Array(65536);
const KNOWN = new Uint8Array(65536);
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

/**
 * Calls `use` with the rows of up to `most` words from `from` on: that of the word, and unless `known` says that it is enough, those of
 * its letters in threes.
 * @returns where it stopped
 */
export function wordRows(
  text: string,
  from: number,
  to: number,
  most: number,
  use: (row: number, whole: boolean) => void,
  known?: Uint8Array,
): number {
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
    words++;
    const own = row(whole);
    use(own, true);
    if (known !== undefined && known[own] === 1) continue;
    let before = 1;
    let last = 2;
    for (let at = start, end = Math.min(i, start + LONGEST_WORD); at < end; at++) {
      const next = letterOf(text.charCodeAt(at));
      use(row(mix(mix(mix(0x9747b28c, before), last), next)), false);
      before = last;
      last = next;
    }
    use(row(mix(mix(mix(0x9747b28c, before), last), 3)), false);
  }
  return i;
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
