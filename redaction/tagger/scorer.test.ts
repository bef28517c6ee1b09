import { describe, expect, test } from '@jest/globals';
import { createKernel } from '../kernel/kernel.ts';
import { MEMORY_BYTES, WORDS_AT } from '../kernel/layout.ts';
import { coarseOf, identityOf, JOINT, jointRows, POSITIONS, ROWS_AT, ROWS_OF_WORD, wordRows } from './features.ts';
import { LABELS, LANES } from './labels.ts';
import { CERTAIN, unpack } from './model.ts';
import { Scorer } from './scorer.ts';
import { shippedWeights } from './weights.ts';
import { BLOCK, Words } from './words.ts';

const model = unpack(shippedWeights());
const bytes = new Uint8Array(model.rows.buffer, model.rows.byteOffset, model.rows.byteLength);

/** What training sums up for each word, written as plainly as possible. */
function plainScores(text: string): number[][] {
  const words = new Words();
  words.read(text, 0);
  const identity = new Int32Array(BLOCK + 4);
  const coarse = new Int32Array(BLOCK + 4);
  const own = Array.from({ length: words.count }, (_, i) => {
    const listed = model.lexicon.lookup(words.hash[i]!, words.check[i]!);
    identity[i + 2] = identityOf(words, i, listed, model.lexicon, text);
    coarse[i + 2] = coarseOf(listed, words.casing[i]!);
    const rows = new Int32Array(ROWS_OF_WORD);
    wordRows(words, i, listed, identity[i + 2]!, text, rows);
    return rows;
  });
  return own.map((_, i) => {
    const joint = new Int32Array(JOINT);
    jointRows(words.gap, i, identity, coarse, joint);
    const rows: number[] = [];
    for (let position = 0, from = 0; position < POSITIONS; from += ROWS_AT[position]!, position++) {
      rows.push(...(own[i + 2 - position]?.subarray(from, from + ROWS_AT[position]!) ?? []));
    }
    const sum = (label: number): number => rows.reduce((total, row) => total + bytes[row * LANES + label]!, 0);
    const certain = LABELS.every((_, label) => label === 0 || sum(label) < sum(0) - CERTAIN);
    if (!certain) rows.push(...joint);
    return LABELS.map((_, label) => sum(label));
  });
}

const core = createKernel(MEMORY_BYTES);
const scorer = new Scorer(model, core);
function scores(text: string): number[][] {
  const words = new Words(core.memory, WORDS_AT);
  words.read(text, 0);
  scorer.score(words, text);
  return Array.from({ length: words.count }, (_, i) => [
    ...scorer.scores.subarray(i * LANES, i * LANES + LABELS.length),
  ]);
}

describe('the scorer', () => {
  test.each(['Maria Lopez met Dr. O. Brien in Łódź on 3 May 2021.', 'x', 'ping joe, he has 12 TODOs & a V8', ''])(
    'adds up the same rows as training does: %s',
    (text) => {
      expect(scores(text)).toEqual(plainScores(text));
    },
  );

  test('is right when the cache is full and its slots are fought over', () => {
    for (let i = 0; i < 400; i++) scores(Array.from({ length: 100 }, (_, j) => `w${i}x${j}`).join(' '));
    const text = Array.from({ length: BLOCK }, (_, j) => `Word${j * 7919}`).join(' ');
    expect(scores(text)).toEqual(plainScores(text));
    expect(scores('Maria Lopez')).toEqual(plainScores('Maria Lopez'));
  });
});
