import type { Kernel, KernelAndMemory } from '../kernel/kernel.ts';
import { CACHE_SIZE, CHECKS, GAPS, KEYS, ROWS, SCORES, SPARE, WORD_ROWS } from '../kernel/layout.ts';
import { coarseOf, identityOf, ROWS_OF_WORD, styleOf, wordRows } from './features.ts';
import { LANES } from './labels.ts';
import type { Model } from './model.ts';
import { BLOCK, type Words } from './words.ts';

// Jest's contexts look globals up anew at each use: through `Math.` these loops are thirty times slower in tests.
const { imul } = Math;

/**
 * Scores of all labels for the words of a block: sums of rows of weights, which the kernel makes. Weights are unsigned bytes, and the sum of the
 * at most 40 rows of a word stays under 2^15. What a word says for itself and its neighbours is one entry of a cache.
 */
export class Scorer {
  /** Scores of the block's words, LANES apart. */
  readonly scores: Uint16Array;
  private readonly model: Model;
  private readonly kernel: Kernel;
  private readonly keys: Int32Array;
  private readonly checks: Int32Array;
  private readonly gaps: Int32Array;
  private readonly spare: Int32Array;
  private readonly wordScratch: Int32Array;
  private blockNumber = 0;

  /** @param core of `MEMORY_BYTES`, for nobody but the scorer and the decoder of one tagger. */
  constructor(model: Model, { kernel, memory }: KernelAndMemory) {
    this.model = model;
    this.kernel = kernel;
    this.scores = new Uint16Array(memory, SCORES, BLOCK * LANES);
    this.keys = new Int32Array(memory, KEYS, BLOCK);
    this.checks = new Int32Array(memory, CHECKS, BLOCK);
    this.gaps = new Int32Array(memory, GAPS, BLOCK + 1);
    this.spare = new Int32Array(memory, SPARE, 1);
    this.wordScratch = new Int32Array(memory, WORD_ROWS, ROWS_OF_WORD);
    if (model.rows.buffer !== memory) new Int32Array(memory, ROWS, model.rows.length).set(model.rows);
  }

  score(words: Words, text: string): void {
    const { count, hash, check, gap } = words;
    const { keys, checks, gaps, kernel } = this;
    for (let i = 0; i < count; i++) {
      const style = styleOf(words, i);
      // A slot's keys are never both zero for a word that is really there: style + 1 is in one of them.
      keys[i] = hash[i]! ^ imul(style + 1, 0x9e3779b1);
      checks[i] = check[i]! ^ (style + 1);
      gaps[i] = gap[i]!;
    }
    gaps[count] = gap[count]!;
    this.spare[0] = CACHE_SIZE;
    this.blockNumber = (this.blockNumber + 1) | 0;
    for (let i = 0; ; i++) {
      i = kernel.lookUp(i, count, this.blockNumber);
      if (i === count) break;
      this.fill(words, i, text);
    }
    kernel.score(count);
  }

  /** The entry of a word that is not in the cache. */
  private fill(words: Words, i: number, text: string): void {
    const { lexicon } = this.model;
    const listed = lexicon.lookup(words.hash[i]!, words.check[i]!);
    const identity = identityOf(words, i, listed, lexicon, text);
    wordRows(words, i, listed, identity, text, this.wordScratch);
    this.kernel.fill(i, identity, coarseOf(listed, styleOf(words, i)));
  }
}
