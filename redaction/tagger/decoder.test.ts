import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decoder } from './decoder.ts';
import { LABELS, LANES } from './labels.ts';

const score = fc.integer({ min: -200, max: 200 });
const table = fc.array(score, { minLength: LANES * LANES, maxLength: LANES * LANES });
const sequence = fc.array(fc.array(score, { minLength: LANES, maxLength: LANES }), { minLength: 1, maxLength: 3 });

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
        const decoder = new Decoder(Int32Array.from(transitions));
        decoder.decode(Int32Array.from(scores.flat()), scores.length);
        const found = [...decoder.labels.subarray(0, scores.length)];
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
    const decoder = new Decoder(transitions);
    const person = new Int32Array(LANES);
    person[1] = 10;
    decoder.decode(person, 1);
    expect(decoder.labels[0]).toBe(1);
    const other = new Int32Array(LANES);
    other[0] = 5;
    decoder.decode(other, 1);
    expect(decoder.labels[0]).toBe(0);
  });
});
