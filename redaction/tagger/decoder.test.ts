import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createKernel } from '../kernel/kernel.ts';
import { MEMORY_BYTES, SCORES } from '../kernel/layout.ts';
import { Decoder } from './decoder.ts';
import { LABELS, LANES } from './labels.ts';
import { BLOCK } from './words.ts';

const score = fc.integer({ min: -200, max: 200 });
const table = fc.array(score, { minLength: LANES * LANES, maxLength: LANES * LANES });
const sequence = fc.array(fc.array(score, { minLength: LANES, maxLength: LANES }), { minLength: 1, maxLength: 3 });

/** A decoder of a text's scores. Scores are sums of unsigned bytes: more for all labels changes no path. */
function decoded(transitions: Int32Array) {
  const core = createKernel(MEMORY_BYTES);
  const decoder = new Decoder(transitions, core);
  const written = new Uint16Array(core.memory, SCORES, BLOCK * LANES);
  return (scores: readonly (readonly number[])[]): number[] => {
    written.set(scores.flat().map((value) => value + 600));
    decoder.decode(scores.length);
    return [...decoder.labels.subarray(0, scores.length)];
  };
}

const total = (labels: readonly number[], scores: readonly number[][], transitions: readonly number[]): number =>
  labels.reduce(
    (sum, label, i) => sum + scores[i]![label]! + transitions[(i ? labels[i - 1]! : 0) * LANES + label]!,
    0,
  );

function* paths(length: number): Generator<number[]> {
  if (length === 0) yield [];
  else for (const path of paths(length - 1)) for (let label = 0; label < LABELS.length; label++) yield [...path, label];
}

describe('the decoder', () => {
  test('finds a best sequence, whatever it leaves out on the way', () => {
    fc.assert(
      fc.property(table, sequence, (transitions, scores) => {
        const found = decoded(Int32Array.from(transitions))(scores);
        let best = Number.NEGATIVE_INFINITY;
        for (const path of paths(scores.length)) best = Math.max(best, total(path, scores, transitions));
        expect(total(found, scores, transitions)).toBe(best);
      }),
      { numRuns: 60 },
    );
  });

  test('starts each text anew', () => {
    const transitions = new Int32Array(LANES * LANES);
    transitions[1 * LANES + 1] = 500;
    const decode = decoded(transitions);
    const only = (label: number, value: number) => Array.from({ length: LANES }, (_, n) => (n === label ? value : 0));

    expect(decode([only(1, 10)])).toEqual([1]);
    expect(decode([only(0, 5)])).toEqual([0]);
  });
});
