import {
  ASCII_WORD,
  classify,
  DIGIT,
  ESCAPE,
  FOLDABLE,
  LETTER,
  MARK,
  OWN_SCRIPT,
  PLAIN_SHIFT,
  UNITS,
  WIDE_LETTER,
  WORD,
} from './classes.ts';

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
const OFFSET_BASIS = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** The hash that `Tokens.hash` holds for a token with these characters. */
export function hashWord(word: string): number {
  let hash = OFFSET_BASIS;
  for (let i = 0; i < word.length; i++) {
    hash = Math.imul(hash ^ (classify(word.charCodeAt(i)) >>> PLAIN_SHIFT), PRIME);
  }
  return hash;
}

/** That of a hidden token, as of the number that stands in an opaque placeholder. */
const HIDDEN = hashWord('0');

/**
 * The words and numbers of one text, in typed arrays that are used again for the next text: the pass over short texts
 * allocates nothing.
 */
export class Tokens {
  count = 0;
  start = new Int32Array(512);
  end = new Int32Array(512);
  /** Hash of the token in lower case without diacritics. */
  hash = new Int32Array(512);
  /** Union of the classes of its characters. */
  flags = new Uint8Array(512);
  markCount = 0;
  /** Positions of characters of class MARK. */
  marks = new Int32Array(256);
  /** The text holds something that text/fold.ts would change. */
  foldable = false;
  /** The text holds letters of a script of its own: neither Latin nor a sign. */
  ownScript = false;
  /** The text holds a sign that begins an escape in some format: text/embedded.ts looks closer. */
  escaped = false;
  /** A token mixes letters and digits. */
  mixed = false;

  read(text: string): void {
    const n = text.length;
    this.#makeRoom(n);
    // Locals: fields that are read again at each word cost a third of the pass.
    const { start, end, hash, flags } = this;
    let count = 0;
    let markCount = 0;
    let foldable = false;
    let own = 0;
    let escaped = 0;
    let mixed = false;
    let i = 0;
    while (i < n) {
      let c = text.charCodeAt(i);
      let unit = UNITS[c]! || classify(c);
      if ((unit & WORD) === 0) {
        escaped |= unit;
        if ((unit & FOLDABLE) !== 0) foldable = true;
        else if ((unit & MARK) !== 0) this.#mark(markCount++, i);
        i++;
        continue;
      }
      start[count] = i;
      let union = unit;
      let wordHash = Math.imul(OFFSET_BASIS ^ (unit >>> PLAIN_SHIFT), PRIME);
      while (++i < n) {
        c = text.charCodeAt(i);
        unit = UNITS[c]! || classify(c);
        if ((unit & WORD) === 0) break;
        union |= unit;
        wordHash = Math.imul(wordHash ^ (unit >>> PLAIN_SHIFT), PRIME);
      }
      end[count] = i;
      hash[count] = wordHash;
      flags[count] = union;
      count++;
      own |= union;
      if ((union & DIGIT) !== 0 && (union & LETTER) !== 0) mixed = true;
      if ((union & OWN_SCRIPT) !== 0 && (union & ASCII_WORD) !== 0) foldable = true;
      // Digits with marks over them.
      if ((union & DIGIT) !== 0 && (union & LETTER) === WIDE_LETTER) foldable = true;
    }
    this.count = count;
    this.markCount = markCount;
    this.foldable = foldable;
    this.ownScript = (own & OWN_SCRIPT) !== 0;
    this.mixed = mixed;
    this.escaped = (escaped & ESCAPE) !== 0;
  }

  /** Makes the tokens of a value numbers that say nothing, for what reads them next. */
  hide(from: number, to: number): void {
    let low = 0;
    for (let high = this.count; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.end[middle]! <= from) low = middle + 1;
      else high = middle;
    }
    for (; low < this.count && this.start[low]! < to; low++) {
      this.flags[low]! |= DIGIT;
      this.hash[low] = HIDDEN;
    }
  }

  /** A text has at most one token in two characters. */
  #makeRoom(length: number): void {
    const most = (length >> 1) + 2;
    if (most <= this.start.length) return;
    this.start = new Int32Array(most);
    this.end = new Int32Array(most);
    this.hash = new Int32Array(most);
    this.flags = new Uint8Array(most);
  }

  #mark(index: number, at: number): void {
    if (index === this.marks.length) {
      const larger = new Int32Array(index * 2);
      larger.set(this.marks);
      this.marks = larger;
    }
    this.marks[index] = at;
  }
}
