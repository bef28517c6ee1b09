import { CLASS, classify, DIGIT, FOLDABLE, LETTER, LOOKALIKE_SCRIPT, MARK, PLAIN, WORD } from './classes.ts';

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
const OFFSET_BASIS = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** The hash that `Tokens.hash` holds for a token with these characters. */
export function hashWord(word: string): number {
  let hash = OFFSET_BASIS;
  for (let i = 0; i < word.length; i++) {
    const c = word.charCodeAt(i);
    if (c >= 128) classify(c);
    hash = Math.imul(hash ^ PLAIN[c]!, PRIME);
  }
  return hash;
}

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

  read(text: string): void {
    const n = text.length;
    let count = 0;
    let markCount = 0;
    let foldable = false;
    let i = 0;
    while (i < n) {
      let c = text.charCodeAt(i);
      let k = CLASS[c]!;
      if (k === 128) k = classify(c);
      if ((k & WORD) === 0) {
        if (k !== 0) {
          if ((k & FOLDABLE) !== 0) foldable = true;
          if ((k & MARK) !== 0) {
            if (markCount === this.marks.length) this.#growMarks();
            this.marks[markCount++] = i;
          }
        }
        i++;
        continue;
      }
      const from = i;
      let flags = k;
      let hash = Math.imul(OFFSET_BASIS ^ PLAIN[c]!, PRIME);
      i++;
      while (i < n) {
        c = text.charCodeAt(i);
        k = CLASS[c]!;
        if (k === 128) k = classify(c);
        if ((k & WORD) === 0) break;
        flags |= k;
        hash = Math.imul(hash ^ PLAIN[c]!, PRIME);
        i++;
      }
      if (count === this.start.length) this.#grow();
      this.start[count] = from;
      this.end[count] = i;
      this.hash[count] = hash;
      this.flags[count] = flags;
      count++;
      if ((flags & LOOKALIKE_SCRIPT) !== 0 && (flags & (LETTER | DIGIT) & 7) !== 0) foldable = true;
    }
    this.count = count;
    this.markCount = markCount;
    this.foldable = foldable;
  }

  /** Index of the first token that ends after `at`. */
  indexAt(at: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.end[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    this.start = grown(this.start);
    this.end = grown(this.end);
    this.hash = grown(this.hash);
    const flags = new Uint8Array(this.start.length);
    flags.set(this.flags);
    this.flags = flags;
  }

  #growMarks(): void {
    this.marks = grown(this.marks);
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
