import { LANES } from './labels.ts';
import { LABEL_COUNT } from './model.ts';
import { BLOCK } from './words.ts';

/**
 * The best sequence of labels (Viterbi). A label that is behind the best one by more than the transitions to any next
 * label can make up for is on no best path, so only the others are looked at: in plain prose that is one of eleven.
 */
export class Decoder {
  readonly labels = new Uint8Array(BLOCK);
  private readonly transitions: Int32Array;
  private readonly back = new Uint8Array(BLOCK * LANES);
  private readonly active = new Int32Array(LANES);
  /** Least score at which a label (column) can still win against the best label (row), relative to it. */
  private readonly reach = new Int32Array(LANES * LANES);
  /** Least lead of a label's score over O's at which it stays in play after an O that stands alone. */
  private readonly rise = new Int32Array(LANES);
  private previous = new Int32Array(LANES);
  private current = new Int32Array(LANES);

  constructor(transitions: Int32Array) {
    this.transitions = transitions;
    for (let best = 0; best < LABEL_COUNT; best++) {
      for (let other = 0; other < LABEL_COUNT; other++) {
        let least = 0x3fffffff;
        for (let to = 0; to < LABEL_COUNT; to++) {
          least = Math.min(least, transitions[best * LANES + to]! - transitions[other * LANES + to]!);
        }
        this.reach[best * LANES + other] = least;
      }
    }
    for (let to = 1; to < LABEL_COUNT; to++) {
      // At a lead above 0 of another label over O, O is no longer the best one either.
      this.rise[to] = Math.min(this.reach[to]!, 1) + transitions[0]! - transitions[to]!;
    }
  }

  decode(scores: Int32Array | Uint16Array, count: number): void {
    const { transitions, back, active, labels, reach, rise } = this;
    let previous = this.previous;
    let current = this.current;
    // Before the first word stands the label O.
    previous[0] = 0;
    active[0] = 0;
    let activeCount = 1;
    for (let i = 0; i < count; i++) {
      const base = i * LANES;
      if (activeCount === 1 && active[0] === 0) {
        // Nothing but O before, and no label comes near it here: what most words are needs no sums.
        const zero = scores[base]!;
        let to = 1;
        while (to < LABEL_COUNT && scores[base + to]! - zero < rise[to]!) to++;
        if (to === LABEL_COUNT) {
          back[base] = 0;
          previous[0] = 0;
          continue;
        }
      }
      let best = -0x40000000;
      let bestLabel = 0;
      const first = active[0]!;
      const firstScore = previous[first]!;
      const firstRow = first * LANES;
      for (let to = 0; to < LABEL_COUNT; to++) {
        let from = first;
        let value = firstScore + transitions[firstRow + to]!;
        for (let k = 1; k < activeCount; k++) {
          const candidate = active[k]!;
          const other = previous[candidate]! + transitions[candidate * LANES + to]!;
          if (other > value) {
            value = other;
            from = candidate;
          }
        }
        back[base + to] = from;
        value += scores[base + to]!;
        current[to] = value;
        if (value > best) {
          best = value;
          bestLabel = to;
        }
      }
      activeCount = 0;
      const bounds = bestLabel * LANES;
      // Kept relative to the best, so that sums stay small however long the block is.
      for (let to = 0; to < LABEL_COUNT; to++) {
        const value = current[to]! - best;
        current[to] = value;
        if (value >= reach[bounds + to]!) active[activeCount++] = to;
      }
      const swap = previous;
      previous = current;
      current = swap;
    }
    this.previous = previous;
    this.current = current;
    // The labels in play are kept in order, so that of equals the first one wins.
    let label = active[0]!;
    for (let k = 1; k < activeCount; k++) if (previous[active[k]!]! > previous[label]!) label = active[k]!;
    for (let i = count - 1; i >= 0; i--) {
      labels[i] = label;
      label = back[i * LANES + label]!;
    }
  }
}
