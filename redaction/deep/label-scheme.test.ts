import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LABEL_FORM, LabelScheme } from './label-scheme.ts';

const BIOES = ['O', ...['PER', 'LOC'].flatMap((of) => ['B', 'I', 'E', 'S'].map((place) => `${place}-${of}`))];
const BIO = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];

/** Decodes pieces of which each has some labels with their logits; the others are far below. */
function decoded(labels: readonly string[], pieces: readonly Record<string, number>[], least = 0.5): string[] {
  const logits = Float32Array.from(pieces.flatMap((piece) => labels.map((label) => piece[label] ?? -20)));
  return [...new LabelScheme(labels).decode(logits, pieces.length, least)!].map((label) => labels[label]!);
}

describe('labels that a scheme admits', () => {
  test.each<[string, readonly string[], Record<string, number>[], string[]]>([
    ['one piece', BIOES, [{ 'S-PER': 5 }], ['S-PER']],
    ['a row', BIOES, [{ 'B-PER': 5 }, { 'I-PER': 5 }, { 'E-PER': 5 }], ['B-PER', 'I-PER', 'E-PER']],
    ['no end of another value', BIOES, [{ 'B-PER': 5 }, { 'E-LOC': 5, 'E-PER': 4 }], ['B-PER', 'E-PER']],
    ['no value without its end', BIOES, [{ O: 5 }, { 'B-PER': 5, 'S-PER': 3 }, { O: 5 }], ['O', 'S-PER', 'O']],
    ['a hole is filled', BIOES, [{ 'B-PER': 9 }, { O: 1, 'I-PER': 0 }, { 'E-PER': 9 }], ['B-PER', 'I-PER', 'E-PER']],
    ['two values beside each other', BIOES, [{ 'S-PER': 5 }, { 'S-PER': 5 }], ['S-PER', 'S-PER']],
    ['without ends: a row', BIO, [{ 'B-PER': 5 }, { 'I-PER': 5 }, { O: 5 }], ['B-PER', 'I-PER', 'O']],
    ['without ends: an inside alone stays', BIO, [{ O: 5 }, { 'I-PER': 5 }], ['O', 'I-PER']],
    ['without ends: rather its begin', BIO, [{ O: 5 }, { 'I-PER': 5, 'B-PER': 4 }], ['O', 'B-PER']],
    ['insides that have no begin', ['O', 'I-PER'], [{ O: 5 }, { 'I-PER': 5 }, { 'I-PER': 5 }], ['O', 'I-PER', 'I-PER']],
  ])('%s', (_name, labels, pieces, expected) => {
    expect(decoded(labels, pieces)).toEqual(expected);
  });

  test('other letters for the same places', () => {
    expect(decoded(['O', 'B-X', 'L-X', 'U-X'], [{ 'B-X': 5, 'U-X': 4 }, { 'L-X': 5 }])).toEqual(['B-X', 'L-X']);
    expect(['O', 'B-a', 'S-private_person'].every((label) => LABEL_FORM.test(label))).toBe(true);
    expect(['PER', 'X-PER', 'B-', ''].some((label) => LABEL_FORM.test(label))).toBe(false);
  });

  test('what no row takes back: a piece that is likelier a value than not is one', () => {
    expect(decoded(BIOES, [{ O: 0 }, { 'I-PER': 3, O: 0 }, { O: 0 }])[1]).not.toBe('O');
    expect(decoded(BIOES, [{ 'S-PER': 0, O: 1 }], 0.2)).toEqual(['S-PER']);
    expect(decoded(BIOES, [{ 'S-PER': 0, O: 1 }], 0.5)).toEqual(['O']);
  });

  test('no numbers are no labels', () => {
    expect(new LabelScheme(BIO).decode(new Float32Array(5).fill(Number.NaN), 1, 0.5)).toBeUndefined();
    expect([...new LabelScheme(BIO).decode(new Float32Array(0), 0, 0.5)!]).toEqual([]);
  });

  test.each([
    ['an overflow of a value', [0, Number.POSITIVE_INFINITY, 0, 0, 0]],
    ['an overflow of O', [Number.POSITIVE_INFINITY, 0, 0, 0, 0]],
    ['nothing at all', Array<number>(5).fill(Number.NEGATIVE_INFINITY)],
  ])('%s says nothing of a piece', (_name, logits) => {
    expect(new LabelScheme(BIO).decode(Float32Array.from(logits), 1, 0.5)).toBeUndefined();
  });

  test('labels that a model rules out are none', () => {
    const never = Number.NEGATIVE_INFINITY;
    expect([...new LabelScheme(BIO).decode(Float32Array.of(0, 5, never, never, never), 1, 0.5)!]).toEqual([1]);
    expect([...new LabelScheme(BIO).decode(Float32Array.of(0, never, never, never, never), 1, 0.5)!]).toEqual([0]);
    expect([...new LabelScheme(BIO).decode(Float32Array.of(never, 0, 1, never, never), 1, 0.5)!]).not.toContain(0);
  });

  test('whatever the logits: all pieces that are likelier a value, and of BIOES no broken row where none was forced', () => {
    const logit = fc.double({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.array(logit, { minLength: 9, maxLength: 9 }), { minLength: 1, maxLength: 12 }),
        (rows) => {
          const labels = [...new LabelScheme(BIOES).decode(Float32Array.from(rows.flat()), rows.length, 0.5)!];
          for (const [i, row] of rows.entries()) {
            const inside = row.slice(1).reduce((sum, one) => sum + Math.exp(one), 0);
            if (inside > Math.exp(row[0]!) * 1.001) expect(labels[i]).not.toBe(0);
          }
        },
      ),
    );
  });
});

test.each<[string, string, boolean]>([
  ['B-PER', 'I-PER', true],
  ['B-PER', 'E-PER', true],
  ['I-PER', 'I-PER', true],
  ['I-PER', 'E-PER', true],
  ['B-PER', 'I-LOC', false],
  ['B-PER', 'B-PER', false],
  ['B-PER', 'S-PER', false],
  ['E-PER', 'I-PER', false],
  ['S-PER', 'E-PER', false],
  ['O', 'I-PER', false],
])('%s and %s are one value: %s', (before, label, isOne) => {
  expect(new LabelScheme(BIOES).goesOn(BIOES.indexOf(before), BIOES.indexOf(label))).toBe(isOne);
});

test('without ends an inside of another value is rather its begin', () => {
  expect(decoded(BIO, [{ 'B-PER': 9 }, { 'I-LOC': 5, 'B-LOC': 4 }])).toEqual(['B-PER', 'B-LOC']);
  expect(decoded(BIO, [{ 'B-PER': 9 }, { 'I-PER': 5, 'B-PER': 4 }])).toEqual(['B-PER', 'I-PER']);
  expect(decoded(BIO, [{ 'I-PER': 9 }, { 'I-PER': 5, 'B-PER': 4 }])).toEqual(['I-PER', 'I-PER']);
});
