import type { Kernel, KernelAndMemory } from '../kernel/kernel.ts';
import { LABELS_OF_WORDS, REACH, RISE, TRANSITIONS } from '../kernel/layout.ts';
import { LANES } from './labels.ts';
import { LABEL_COUNT } from './model.ts';
import { BLOCK } from './words.ts';

/** Of lanes that are no labels: no path comes near it, and sums of it and of what real ones have stay within 32 bits. */
const NEVER = 0x20000000;
/** Beyond all differences of two scores, which are under 2^15. */
const MOST_RISE = 0x7fff;

/**
 * The best sequence of labels (Viterbi). A label that is behind the best one by more than the transitions to any next
 * label can make up for is on no best path, so only the others are looked at: in plain prose that is one of eleven.
 */
export class Decoder {
  readonly labels: Uint8Array;
  private readonly kernel: Kernel;

  /** @param core in which the scorer of the same tagger writes its scores. */
  constructor(transitions: Int32Array, { kernel, memory }: KernelAndMemory) {
    this.kernel = kernel;
    this.labels = new Uint8Array(memory, LABELS_OF_WORDS, BLOCK);
    const own = new Int32Array(memory, TRANSITIONS, LANES * LANES);
    own.set(transitions);
    // Least score at which a label (column) can still win against the best label (row), relative to it.
    const reach = new Int32Array(memory, REACH, LANES * LANES);
    // Least lead of a label's score over O's at which it stays in play after an O that stands alone.
    const rise = new Int16Array(memory, RISE, LANES + 4).fill(MOST_RISE);
    for (let best = 0; best < LABEL_COUNT; best++) {
      for (let other = 0; other < LABEL_COUNT; other++) {
        let least = 0x3fffffff;
        for (let to = 0; to < LABEL_COUNT; to++) {
          least = Math.min(least, transitions[best * LANES + to]! - transitions[other * LANES + to]!);
        }
        reach[best * LANES + other] = least;
      }
      for (let none = LABEL_COUNT; none < LANES; none++) {
        own[best * LANES + none] = -NEVER;
        reach[best * LANES + none] = NEVER;
      }
    }
    for (let to = 1; to < LABEL_COUNT; to++) {
      // At a lead above 0 of another label over O, O is no longer the best one either.
      const least = Math.min(reach[to]!, 1) + transitions[0]! - transitions[to]!;
      rise[to] = Math.max(-MOST_RISE, Math.min(MOST_RISE, least));
    }
  }

  /** Of the block's first words, whose scores are where the scorer writes them. */
  decode(count: number): void {
    this.kernel.decode(count);
  }
}
