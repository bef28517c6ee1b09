import { ROW_BITS } from '../../redaction/tagger/features.ts';
import { LABELS, LANES } from '../../redaction/tagger/labels.ts';
import { type Dataset, ROWS } from './dataset.ts';
import type { Random } from './random.ts';

const LABEL_COUNT = LABELS.length;

export interface TrainingOptions {
  epochs: number;
  /** Step of AdaGrad. */
  step: number;
  /** Pull towards zero, as a share of a step, each time a weight is touched. */
  decay: number;
  log: (line: string) => void;
}

/** A linear-chain conditional random field: logistic weights per row and label, and per pair of neighbouring labels. */
export class ConditionalRandomField {
  readonly rows = new Float32Array((1 << ROW_BITS) * LANES);
  readonly transitions = new Float32Array(LANES * LANES);
  private readonly rowSquares = new Float32Array((1 << ROW_BITS) * LANES).fill(1e-2);
  private readonly transitionSquares = new Float32Array(LANES * LANES).fill(1);
  private readonly rowSum = new Float32Array((1 << ROW_BITS) * LANES);
  private readonly transitionSum = new Float32Array(LANES * LANES);
  private states = 0;
  private readonly gradient = new Float32Array(LANES);

  /** One pass over the data; `epoch` of `epochs`, the last of which gives the weights: the mean of 32 of its states. */
  train(data: Dataset, random: Random, epoch: number, options: TrainingOptions): void {
    const order = random.shuffle(Array.from({ length: data.starts.length - 1 }, (_, i) => i));
    const started = performance.now();
    const last = epoch === options.epochs - 1;
    let loss = 0;
    for (const [n, example] of order.entries()) {
      if (last && n > 0 && n % Math.ceil(order.length / 32) === 0) this.addToMean();
      // The step falls to a tenth by the end.
      const progress = (epoch + n / order.length) / options.epochs;
      loss += this.learn(data, example, options.step * (1 - 0.9 * progress), options.decay);
    }
    const seconds = (performance.now() - started) / 1000;
    options.log(`epoch ${epoch + 1}: loss ${(loss / data.starts.at(-1)!).toFixed(4)} a word, ${seconds.toFixed(1)} s`);
    if (!last) return;
    this.addToMean();
    for (let i = 0; i < this.rows.length; i++) this.rows[i] = this.rowSum[i]! / this.states;
    for (let i = 0; i < this.transitions.length; i++) this.transitions[i] = this.transitionSum[i]! / this.states;
  }

  private addToMean(): void {
    const sum = this.rowSum;
    for (let i = 0; i < sum.length; i++) sum[i]! += this.rows[i]!;
    for (let i = 0; i < this.transitionSum.length; i++) this.transitionSum[i]! += this.transitions[i]!;
    this.states++;
  }

  private learn(data: Dataset, example: number, step: number, decay: number): number {
    const from = data.starts[example]!;
    const count = data.starts[example + 1]! - from;
    const { rows, transitions } = this;
    const emission = new Float64Array(count * LANES);
    for (let i = 0; i < count; i++) {
      const out = i * LANES;
      for (let r = (from + i) * ROWS, end = r + ROWS; r < end; r++) {
        const row = data.rows[r]!;
        if (row < 0) continue;
        const at = row * LANES;
        for (let label = 0; label < LABEL_COUNT; label++) emission[out + label]! += rows[at + label]!;
      }
    }
    const weights = new Float64Array(LANES * LANES);
    for (let i = 0; i < weights.length; i++) weights[i] = Math.exp(transitions[i]!);
    // Forward and backward, each position scaled to sum 1 (the scale is the normaliser's factor).
    const forward = new Float64Array(count * LANES);
    const potential = new Float64Array(count * LANES);
    const scale = new Float64Array(count);
    let loss = 0;
    for (let i = 0; i < count; i++) {
      const at = i * LANES;
      let high = Number.NEGATIVE_INFINITY;
      for (let label = 0; label < LABEL_COUNT; label++) high = Math.max(high, emission[at + label]!);
      let sum = 0;
      for (let to = 0; to < LABEL_COUNT; to++) {
        potential[at + to] = Math.exp(emission[at + to]! - high);
        let reach = 0;
        if (i === 0) reach = weights[to]!;
        else
          for (let label = 0; label < LABEL_COUNT; label++)
            reach += forward[at - LANES + label]! * weights[label * LANES + to]!;
        forward[at + to] = reach * potential[at + to]!;
        sum += forward[at + to]!;
      }
      scale[i] = sum;
      for (let label = 0; label < LABEL_COUNT; label++) forward[at + label]! /= sum;
      loss += Math.log(sum) + high - emission[at + data.labels[from + i]!]!;
      loss -= transitions[(i === 0 ? 0 : data.labels[from + i - 1]!) * LANES + data.labels[from + i]!]!;
    }
    let backward = new Float64Array(LANES).fill(1);
    for (let i = count - 1; i >= 0; i--) {
      const at = i * LANES;
      const gold = data.labels[from + i]!;
      const next = new Float64Array(LANES);
      let any = false;
      for (let label = 0; label < LABEL_COUNT; label++) {
        const value = forward[at + label]! * backward[label]! - (label === gold ? 1 : 0);
        this.gradient[label] = value;
        if (Math.abs(value) > 1e-3) any = true;
      }
      // Transition into i: expected minus observed.
      for (let to = 0; to < LABEL_COUNT; to++) {
        const out = (potential[at + to]! * backward[to]!) / scale[i]!;
        if (i === 0) {
          this.moveTransition(to, weights[to]! * out - (to === gold ? 1 : 0), step);
          continue;
        }
        for (let label = 0; label < LABEL_COUNT; label++) {
          const w = weights[label * LANES + to]!;
          next[label]! += w * out;
          const expected = forward[at - LANES + label]! * w * out;
          const observed = to === gold && label === data.labels[from + i - 1]! ? 1 : 0;
          if (expected > 1e-3 || observed) this.moveTransition(label * LANES + to, expected - observed, step);
        }
      }
      backward = next;
      if (any) this.moveRows(data, from + i, step, decay);
    }
    return loss;
  }

  private moveTransition(at: number, gradient: number, step: number): void {
    this.transitionSquares[at]! += gradient * gradient;
    this.transitions[at]! -= (step * gradient) / Math.sqrt(this.transitionSquares[at]!);
  }

  private moveRows(data: Dataset, word: number, step: number, decay: number): void {
    const { rows, rowSquares, gradient } = this;
    for (let r = word * ROWS, end = r + ROWS; r < end; r++) {
      const row = data.rows[r]!;
      if (row < 0) continue;
      const at = row * LANES;
      for (let label = 0; label < LABEL_COUNT; label++) {
        const g = gradient[label]!;
        if (g < 1e-3 && g > -1e-3) continue;
        const squares = rowSquares[at + label]! + g * g;
        rowSquares[at + label] = squares;
        rows[at + label] = rows[at + label]! * (1 - decay) - (step * g) / Math.sqrt(squares);
      }
    }
  }
}
