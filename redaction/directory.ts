import type { DirectoryEntry } from './redactor.ts';
import type { Emit } from './spans.ts';
import { Tokens } from './text/tokens.ts';

/** Names longer than this many words are compared by their first words. */
const MOST_TOKENS = 8;
/** One token alone must be this long: `Al` would be found in every second text. */
const SHORTEST_SINGLE = 4;
/** Words of 32 bits of the filter: 256 kB, which the second-level cache holds beside the tagger's tables. */
const FILTER_BITS = 16;
/** Most characters between two tokens of one name: `Doe, J.`. */
const WIDEST_GAP = 3;

const wordOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - FILTER_BITS);
/** Three bits of one word: a token is looked up with one access. */
const bitsOf = (hash: number): number => (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31)) | (1 << ((hash >>> 10) & 31));

const mix = (a: number, b: number): number => {
  let h = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x85ebca6b);
  h ^= h >>> 13;
  return h;
};

/**
 * The customer's directory, as hashes of token sequences: names in both orders and with initials, handles, e-mails.
 * Nothing of it is kept in the clear, two 32-bit hashes decide. Matching ignores case, diacritics and what stands
 * between the words. One word of a blocked Bloom filter per token decides that nearly all of a text is no entry.
 */
export class Directory {
  readonly size: number;
  readonly #filter = new Int32Array(2 ** FILTER_BITS);
  /** Both hashes of a sequence side by side; the second one is odd, 0 is an empty slot. */
  readonly #slots: Int32Array;
  /** Tokens of the longest entry. */
  #longestEntry = 0;
  readonly #mask: number;

  constructor(entries: Iterable<DirectoryEntry>) {
    const tokens = new Tokens();
    const sequences: number[] = [];
    let size = 0;
    for (const entry of entries) {
      size++;
      for (const value of entry) {
        tokens.read(value);
        const { hash, count, start, end } = tokens;
        const n = Math.min(count, MOST_TOKENS);
        if (n === 0 || (n === 1 && end[0]! - start[0]! < SHORTEST_SINGLE)) continue;
        this.#add(sequences, hash, [...Array(n).keys()]);
        if (n === 2 && !value.includes('@')) this.#add(sequences, hash, [1, 0]);
        if (n === 3 && !value.includes('@')) {
          this.#add(sequences, hash, [2, 0, 1]);
          this.#add(sequences, hash, [0, 2]);
          this.#add(sequences, hash, [2, 0]);
        }
      }
    }
    this.size = size;
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, sequences.length)));
    this.#mask = slots - 1;
    this.#slots = new Int32Array(slots * 2);
    for (let i = 0; i < sequences.length; i += 2) this.#put(sequences[i]!, sequences[i + 1]!);
  }

  #add(sequences: number[], hash: Int32Array, order: readonly number[]): void {
    this.#longestEntry = Math.max(this.#longestEntry, order.length);
    let a = order.length;
    let b = 0x5bd1e995;
    for (const [i, at] of order.entries()) {
      const h = hash[at]!;
      a = mix(a, h);
      b = mix(h, b);
      // The filter knows first words: the search begins only there.
      if (i === 0) this.#filter[wordOf(h)]! |= bitsOf(h);
    }
    sequences.push(a, b | 1);
  }

  #put(a: number, b: number): void {
    const slots = this.#slots;
    let slot = a & this.#mask;
    while (slots[slot * 2 + 1] !== 0) {
      if (slots[slot * 2] === a && slots[slot * 2 + 1] === b) return;
      slot = (slot + 1) & this.#mask;
    }
    slots[slot * 2] = a;
    slots[slot * 2 + 1] = b;
  }

  #has(a: number, b: number): boolean {
    const slots = this.#slots;
    let slot = a & this.#mask;
    while (slots[slot * 2 + 1] !== 0) {
      if (slots[slot * 2] === a && slots[slot * 2 + 1] === b) return true;
      slot = (slot + 1) & this.#mask;
    }
    return false;
  }

  scan(text: string, tokens: Tokens, emit: Emit): void {
    const { hash, count, start, end } = tokens;
    const filter = this.#filter;
    for (let i = 0; i < count; i++) {
      const bits = bitsOf(hash[i]!);
      if ((filter[wordOf(hash[i]!)]! & bits) !== bits) continue;
      const length = this.#longest(text, tokens, i);
      if (length > 0) {
        emit(start[i]!, end[i + length - 1]!, 'DIRECTORY');
        i += length - 1;
      }
    }
  }

  /** Number of tokens of the longest entry that begins at token `i`. */
  #longest(text: string, tokens: Tokens, i: number): number {
    const { hash, count, start, end } = tokens;
    let found = 0;
    for (let n = 1; n <= this.#longestEntry && i + n <= count; n++) {
      if (n > 1 && !near(text, end[i + n - 2]!, start[i + n - 1]!)) break;
      let a = n;
      let b = 0x5bd1e995;
      for (let k = 0; k < n; k++) {
        a = mix(a, hash[i + k]!);
        b = mix(hash[i + k]!, b);
      }
      if (this.#has(a, b | 1)) found = n;
    }
    return found;
  }
}

function near(text: string, from: number, to: number): boolean {
  if (to - from > WIDEST_GAP) return false;
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 10) return false;
  return true;
}
