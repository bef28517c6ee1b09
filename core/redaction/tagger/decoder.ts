import { LANES } from './labels.ts';
import { LABEL_COUNT } from './model.ts';
import { BLOCK } from './words.ts';

/**
 * The best sequence of labels (Viterbi). A label that is behind the best one by more than the transitions can make up
 * for can not be on the best path, so only the others are looked at: in plain prose that is one label of eleven.
 */
export class Decoder {
  readonly labels = new Uint8Array(BLOCK);
  private readonly transitions: Int32Array;
  private readonly back = new Uint8Array(BLOCK * LANES);
  private readonly active = new Int32Array(LANES);
  private readonly margin: number;
  private previous = new Int32Array(LANES);
  private current = new Int32Array(LANES);

  constructor(transitions: Int32Array) {
    this.transitions = transitions;
    let spread = 0;
    for (let to = 0; to < LABEL_COUNT; to++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let from = 0; from < LABEL_COUNT; from++) {
        low = Math.min(low, transitions[from * LANES + to]!);
        high = Math.max(high, transitions[from * LANES + to]!);
      }
      spread = Math.max(spread, high - low);
    }
    this.margin = spread;
  }

  decode(scores: Int32Array, count: number): void {
    const { transitions, back, active, labels, margin } = this;
    let previous = this.previous;
    let current = this.current;
    // Before the first word stands the label O.
    previous.fill(0);
    active[0] = 0;
    let activeCount = 1;
    for (let i = 0; i < count; i++) {
      const base = i * LANES;
      let best = Number.NEGATIVE_INFINITY;
      for (let to = 0; to < LABEL_COUNT; to++) {
        let from = active[0]!;
        let top = previous[from]! + transitions[from * LANES + to]!;
        for (let k = 1; k < activeCount; k++) {
          const candidate = active[k]!;
          const value = previous[candidate]! + transitions[candidate * LANES + to]!;
          if (value > top) {
            top = value;
            from = candidate;
          }
        }
        back[base + to] = from;
        top += scores[base + to]!;
        current[to] = top;
        if (top > best) best = top;
      }
      activeCount = 0;
      // Kept relative to the best, so that sums stay small however long the block is.
      for (let to = 0; to < LABEL_COUNT; to++) {
        const value = current[to]! - best;
        current[to] = value;
        if (value >= -margin) active[activeCount++] = to;
      }
      const swap = previous;
      previous = current;
      current = swap;
    }
    this.previous = previous;
    this.current = current;
    let label = 0;
    for (let to = 1; to < LABEL_COUNT; to++) if (previous[to]! > previous[label]!) label = to;
    for (let i = count - 1; i >= 0; i--) {
      labels[i] = label;
      label = back[i * LANES + label]!;
    }
  }
}
