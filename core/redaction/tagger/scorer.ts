import { coarseOf, identityOf, JOINT, jointRows, POSITIONS, ROWS_AT, ROWS_OF_WORD, wordRows } from './features.ts';
import { LANES } from './labels.ts';
import type { Model } from './model.ts';
import { BLOCK, type Words } from './words.ts';

/**
 * Scores of all labels for the words of a block.
 *
 * Two labels share one 32-bit accumulator: weights are unsigned bytes, and the sum of the at most 40 rows of a word
 * stays under 2^15, so the lower half never carries into the upper one. That halves the additions, which are where the
 * time goes.
 */

/** Direct-mapped: 2^14 entries of 120 bytes are 2 MB and hold the working vocabulary of ordinary text. */
const CACHE_BITS = 14;
const CACHE_SIZE = 1 << CACHE_BITS;
const PAIRS = LANES / 2;
const VECTOR = POSITIONS * PAIRS;
const LOW = 0x00ff00ff;

export class Scorer {
  /** Scores of the block's words, LANES apart. */
  readonly scores = new Int32Array(BLOCK * LANES);
  private readonly model: Model;
  private readonly keys = new Int32Array(CACHE_SIZE * 2);
  private readonly vectors = new Int32Array(CACHE_SIZE * VECTOR);
  private readonly identities = new Int32Array(CACHE_SIZE);
  private readonly coarses = new Int32Array(CACHE_SIZE);
  /** Per word of the block, copied out of the cache: two words of a block may share a slot. */
  private readonly block = new Int32Array((BLOCK + 4) * VECTOR);
  private readonly identity = new Int32Array(BLOCK + 4);
  private readonly coarse = new Int32Array(BLOCK + 4);
  private readonly wordScratch = new Int32Array(ROWS_OF_WORD);
  private readonly jointScratch = new Int32Array(JOINT);

  constructor(model: Model) {
    this.model = model;
  }

  score(words: Words, text: string): void {
    const count = words.count;
    for (let i = 0; i < count; i++) this.lookUp(words, i, text);
    const { block, identity, coarse, scores, jointScratch } = this;
    // Neighbours beyond the block are nothing; what an earlier block left there must not count.
    identity[count + 2] = identity[count + 3] = coarse[count + 2] = coarse[count + 3] = 0;
    block.fill(0, (count + 2) * VECTOR, (count + 4) * VECTOR);
    const rows = this.model.rows;
    for (let i = 0; i < count; i++) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      let f = 0;
      // Word i + 2 - p speaks for word i with its position p; block is shifted by two words.
      for (let p = 0, at = (i + 4) * VECTOR; p < POSITIONS; p++, at += PAIRS - VECTOR) {
        a += block[at]!;
        b += block[at + 1]!;
        c += block[at + 2]!;
        d += block[at + 3]!;
        e += block[at + 4]!;
        f += block[at + 5]!;
      }
      jointRows(words.gap, i, identity, coarse, jointScratch);
      for (let j = 0; j < JOINT; j++) {
        const at = jointScratch[j]! * 3;
        const x = rows[at]!;
        const y = rows[at + 1]!;
        const z = rows[at + 2]!;
        a += x & LOW;
        b += (x >>> 8) & LOW;
        c += y & LOW;
        d += (y >>> 8) & LOW;
        e += z & LOW;
        f += (z >>> 8) & LOW;
      }
      const out = i * LANES;
      scores[out] = a & 0xffff;
      scores[out + 1] = b & 0xffff;
      scores[out + 2] = a >>> 16;
      scores[out + 3] = b >>> 16;
      scores[out + 4] = c & 0xffff;
      scores[out + 5] = d & 0xffff;
      scores[out + 6] = c >>> 16;
      scores[out + 7] = d >>> 16;
      scores[out + 8] = e & 0xffff;
      scores[out + 9] = f & 0xffff;
      scores[out + 10] = e >>> 16;
    }
  }

  private lookUp(words: Words, i: number, text: string): void {
    const casing = words.casing[i]!;
    const key = words.hash[i]! ^ Math.imul(casing + 1, 0x9e3779b1);
    // A slot's keys are never both zero for a word that is really there: casing + 1 is in one of them.
    const check = words.check[i]! ^ (casing + 1);
    const slot = Math.imul(key, 0x85ebca6b) >>> (32 - CACHE_BITS);
    if (this.keys[slot * 2] !== key || this.keys[slot * 2 + 1] !== check) {
      this.fill(words, i, text, slot);
      this.keys[slot * 2] = key;
      this.keys[slot * 2 + 1] = check;
    }
    this.identity[i + 2] = this.identities[slot]!;
    this.coarse[i + 2] = this.coarses[slot]!;
    const from = slot * VECTOR;
    const to = (i + 2) * VECTOR;
    for (let j = 0; j < VECTOR; j++) this.block[to + j] = this.vectors[from + j]!;
  }

  private fill(words: Words, i: number, text: string, slot: number): void {
    const { lexicon, rows } = this.model;
    const listed = lexicon.lookup(words.hash[i]!, words.check[i]!);
    const identity = identityOf(words, i, listed, lexicon, text);
    this.identities[slot] = identity;
    this.coarses[slot] = coarseOf(listed, words.casing[i]!);
    const scratch = this.wordScratch;
    wordRows(words, i, listed, identity, text, scratch);
    const vectors = this.vectors;
    for (let position = 0, n = 0; position < POSITIONS; position++) {
      const out = slot * VECTOR + position * PAIRS;
      vectors.fill(0, out, out + PAIRS);
      for (let k = 0; k < ROWS_AT[position]!; k++) {
        const at = scratch[n++]! * 3;
        for (let w = 0; w < 3; w++) {
          const x = rows[at + w]!;
          vectors[out + w * 2]! += x & LOW;
          vectors[out + w * 2 + 1]! += (x >>> 8) & LOW;
        }
      }
    }
  }
}
