import type { Kernel, KernelAndMemory } from '../kernel/kernel.ts';
import { CACHE_SIZE, ROWS, SCORES, SPARE, WORD_ROWS } from '../kernel/layout.ts';
import { coarseOf, identityOf, ROWS_OF_WORD, styleOf, wordRows } from './features.ts';
import { LANES } from './labels.ts';
import type { Model } from './model.ts';
import { BLOCK, type Words } from './words.ts';

/**
 * Scores of all labels for the words of a block: sums of rows of weights, which the kernel makes. Weights are unsigned bytes, and the sum of the
 * at most 40 rows of a word stays under 2^15. What a word says for itself and its neighbours is one entry of a cache.
 */
export class Scorer {
  /** Scores of the block's words, LANES apart. */
  readonly scores: Uint16Array;
  private readonly model: Model;
  private readonly kernel: Kernel;
  private readonly spare: Int32Array;
  private readonly wordScratch: Int32Array;
  private blockNumber = 0;

  /** @param core of `MEMORY_BYTES`, for nobody but the scorer and the decoder of one tagger. */
  constructor(model: Model, { kernel, memory }: KernelAndMemory) {
    this.model = model;
    this.kernel = kernel;
    this.scores = new Uint16Array(memory, SCORES, BLOCK * LANES);
    this.spare = new Int32Array(memory, SPARE, 1);
    this.wordScratch = new Int32Array(memory, WORD_ROWS, ROWS_OF_WORD);
    if (model.rows.buffer !== memory) new Int32Array(memory, ROWS, model.rows.length).set(model.rows);
  }

  /** @param words that stand in the same memory, at `WORDS_AT`. */
  score(words: Words, text: string): void {
    const { count, language } = words;
    const { kernel } = this;
    this.spare[0] = CACHE_SIZE;
    this.blockNumber = (this.blockNumber + 1) | 0;
    for (let i = 0; ; i++) {
      i = kernel.lookUp(i, count, this.blockNumber, language);
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
