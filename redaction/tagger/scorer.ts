import {
  coarseOf,
  identityOf,
  JOINT,
  jointRows,
  POSITIONS,
  ROWS_AT,
  ROWS_OF_WORD,
  styleOf,
  wordRows,
} from './features.ts';
import { LANES } from './labels.ts';
import { type Model, SCALE } from './model.ts';
import { BLOCK, type Words } from './words.ts';

// Jest's contexts look globals up anew at each use: through `Math.` these loops are thirty times slower in tests.
const { imul } = Math;

/**
 * Scores of all labels for the words of a block.
 *
 * Two labels share one 32-bit accumulator: weights are unsigned bytes, and the sum of the at most 40 rows of a word
 * stays under 2^15, so the lower half never carries into the upper one. That halves the additions, which are where the
 * time goes.
 */

/** Two ways of 2^13 entries of 128 bytes: 2 MB hold the working vocabulary of ordinary text. */
const CACHE_BITS = 14;
const CACHE_SIZE = 1 << CACHE_BITS;
/** Behind the slots: one entry for each word of a block whose slot is taken, and an empty one for what is no word. */
const NOTHING = CACHE_SIZE + BLOCK;
const ENTRIES = NOTHING + 1;
const PAIRS = LANES / 2;
/** An entry: the sums of all positions, then the word's two codes. 128 bytes, as many as two lines of the cache. */
const IDENTITY = POSITIONS * PAIRS;
const COARSE = IDENTITY + 1;
const VECTOR = COARSE + 1;
/** Large buffers begin 16 bytes into a line of the cache: with this lead the entries do not straddle a third one. */
const LEAD = 12;
/** A slot's words: key, check, and the number of the block that used it last. Such a slot is not given to another word before the block is done. */
const SLOT_BITS = 2;
const CHECK = 1;
const USED = 2;
const LOW = 0x00ff00ff;

/**
 * Lead of the label O, from the words' own features alone, at which the joint features are not looked up: 4 nats. Half of
 * the words of plain text have it; on the held-out set F2 changes by less than .001, and tagging is 12% faster.
 */
export const CERTAIN = 4 * SCALE;

export class Scorer {
  /** Scores of the block's words, LANES apart. */
  readonly scores = new Int32Array(BLOCK * LANES);
  private readonly model: Model;
  private readonly slots = new Int32Array(CACHE_SIZE << SLOT_BITS);
  private readonly vectors = new Int32Array(ENTRIES * VECTOR + LEAD);
  private blockNumber = 0;
  private spare = CACHE_SIZE;
  /** Where the vector of each word of the block begins, shifted by two like the codes. */
  private readonly vectorAt = new Int32Array(BLOCK + 4);
  private readonly identity = new Int32Array(BLOCK + 4);
  private readonly coarse = new Int32Array(BLOCK + 4);
  private readonly wordScratch = new Int32Array(ROWS_OF_WORD);
  /** Words of the block whose joint features are looked up. */
  private readonly uncertain = new Int32Array(BLOCK + 1);
  private readonly jointScratch = new Int32Array(JOINT);

  constructor(model: Model) {
    this.model = model;
  }

  score(words: Words, text: string): void {
    const count = words.count;
    this.blockNumber = (this.blockNumber + 1) | 0;
    this.spare = CACHE_SIZE;
    for (let i = 0; i < count; i++) this.lookUp(words, i, text);
    const { vectorAt, vectors, identity, coarse, scores, jointScratch } = this;
    // Neighbours beyond the block are nothing; what an earlier block left there must not count.
    identity[count + 2] = identity[count + 3] = coarse[count + 2] = coarse[count + 3] = 0;
    vectorAt[0] = vectorAt[1] = vectorAt[count + 2] = vectorAt[count + 3] = NOTHING * VECTOR + LEAD;
    const uncertain = this.uncertain;
    let open = 0;
    for (let i = 0; i < count; i++) {
      // Word i + 2 - p speaks for word i with its position p.
      const v0 = vectorAt[i + 4]!;
      const v1 = vectorAt[i + 3]! + PAIRS;
      const v2 = vectorAt[i + 2]! + 2 * PAIRS;
      const v3 = vectorAt[i + 1]! + 3 * PAIRS;
      const v4 = vectorAt[i]! + 4 * PAIRS;
      const a = (vectors[v0]! + vectors[v1]! + vectors[v2]! + vectors[v3]! + vectors[v4]!) | 0;
      const b = (vectors[v0 + 1]! + vectors[v1 + 1]! + vectors[v2 + 1]! + vectors[v3 + 1]! + vectors[v4 + 1]!) | 0;
      const c = (vectors[v0 + 2]! + vectors[v1 + 2]! + vectors[v2 + 2]! + vectors[v3 + 2]! + vectors[v4 + 2]!) | 0;
      const d = (vectors[v0 + 3]! + vectors[v1 + 3]! + vectors[v2 + 3]! + vectors[v3 + 3]! + vectors[v4 + 3]!) | 0;
      const e = (vectors[v0 + 4]! + vectors[v1 + 4]! + vectors[v2 + 4]! + vectors[v3 + 4]! + vectors[v4 + 4]!) | 0;
      const f = (vectors[v0 + 5]! + vectors[v1 + 5]! + vectors[v2 + 5]! + vectors[v3 + 5]! + vectors[v4 + 5]!) | 0;
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
      // Negative where all labels are behind. No branch: half of the words are uncertain, and a wrong guess would wait for all these sums.
      const lead = (a & 0xffff) - CERTAIN;
      const behind =
        ((a >>> 16) - lead) &
        ((b & 0xffff) - lead) &
        ((b >>> 16) - lead) &
        ((c & 0xffff) - lead) &
        ((c >>> 16) - lead) &
        ((d & 0xffff) - lead) &
        ((d >>> 16) - lead) &
        ((e & 0xffff) - lead) &
        ((e >>> 16) - lead) &
        ((f & 0xffff) - lead);
      uncertain[open] = i;
      open += (behind >>> 31) ^ 1;
    }
    const rows = this.model.rows;
    for (let k = 0; k < open; k++) {
      const i = uncertain[k]!;
      jointRows(words.gap, i, identity, coarse, jointScratch);
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      let f = 0;
      for (let j = 0; j < JOINT; j++) {
        const at = jointScratch[j]! * 3;
        const x = rows[at]!;
        const y = rows[at + 1]!;
        const z = rows[at + 2]!;
        a = (a + (x & LOW)) | 0;
        b = (b + ((x >>> 8) & LOW)) | 0;
        c = (c + (y & LOW)) | 0;
        d = (d + ((y >>> 8) & LOW)) | 0;
        e = (e + (z & LOW)) | 0;
        f = (f + ((z >>> 8) & LOW)) | 0;
      }
      const out = i * LANES;
      scores[out]! += a & 0xffff;
      scores[out + 1]! += b & 0xffff;
      scores[out + 2]! += a >>> 16;
      scores[out + 3]! += b >>> 16;
      scores[out + 4]! += c & 0xffff;
      scores[out + 5]! += d & 0xffff;
      scores[out + 6]! += c >>> 16;
      scores[out + 7]! += d >>> 16;
      scores[out + 8]! += e & 0xffff;
      scores[out + 9]! += f & 0xffff;
      scores[out + 10]! += e >>> 16;
    }
  }

  private lookUp(words: Words, i: number, text: string): void {
    const style = styleOf(words, i);
    const key = words.hash[i]! ^ imul(style + 1, 0x9e3779b1);
    // A slot's keys are never both zero for a word that is really there: style + 1 is in one of them.
    const check = words.check[i]! ^ (style + 1);
    let slot = (imul(key, 0x85ebca6b) >>> (32 - CACHE_BITS)) << SLOT_BITS;
    const slots = this.slots;
    if (slots[slot] !== key || slots[slot + CHECK] !== check) {
      const other = slot ^ (1 << SLOT_BITS);
      if (slots[other] === key && slots[other + CHECK] === check) slot = other;
      else {
        if (slots[other + USED]! < slots[slot + USED]!) slot = other;
        this.miss(words, i, text, slot, key, check);
        return;
      }
    }
    slots[slot + USED] = this.blockNumber;
    this.place(i, slot >> SLOT_BITS);
  }

  private place(i: number, entry: number): void {
    const at = entry * VECTOR + LEAD;
    this.identity[i + 2] = this.vectors[at + IDENTITY]!;
    this.coarse[i + 2] = this.vectors[at + COARSE]!;
    this.vectorAt[i + 2] = at;
  }

  private miss(words: Words, i: number, text: string, slot: number, key: number, check: number): void {
    const slots = this.slots;
    let entry = slot >> SLOT_BITS;
    if (slots[slot + USED] === this.blockNumber) entry = this.spare++;
    else {
      slots[slot] = key;
      slots[slot + CHECK] = check;
      slots[slot + USED] = this.blockNumber;
    }
    this.fill(words, i, text, entry);
    this.place(i, entry);
  }

  private fill(words: Words, i: number, text: string, entry: number): void {
    const { lexicon, rows } = this.model;
    const listed = lexicon.lookup(words.hash[i]!, words.check[i]!);
    const identity = identityOf(words, i, listed, lexicon, text);
    const scratch = this.wordScratch;
    wordRows(words, i, listed, identity, text, scratch);
    const vectors = this.vectors;
    const begin = entry * VECTOR + LEAD;
    vectors[begin + IDENTITY] = identity;
    vectors[begin + COARSE] = coarseOf(listed, styleOf(words, i));
    for (let position = 0, n = 0; position < POSITIONS; position++) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      let f = 0;
      for (const end = n + ROWS_AT[position]!; n < end; n++) {
        const at = scratch[n]! * 3;
        const x = rows[at]!;
        const y = rows[at + 1]!;
        const z = rows[at + 2]!;
        a = (a + (x & LOW)) | 0;
        b = (b + ((x >>> 8) & LOW)) | 0;
        c = (c + (y & LOW)) | 0;
        d = (d + ((y >>> 8) & LOW)) | 0;
        e = (e + (z & LOW)) | 0;
        f = (f + ((z >>> 8) & LOW)) | 0;
      }
      const out = begin + position * PAIRS;
      vectors[out] = a;
      vectors[out + 1] = b;
      vectors[out + 2] = c;
      vectors[out + 3] = d;
      vectors[out + 4] = e;
      vectors[out + 5] = f;
    }
  }
}
