import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ANSWER_BYTES, bytesInAnswer, thatFit } from './answer-size.ts';

const LIMIT = 6_291_556;
/** As the function answers, and Lambda counts. */
const answerOf = (items: unknown[]): number =>
  Buffer.byteLength(JSON.stringify({ statusCode: 200, headers: {}, body: JSON.stringify({ items, next: 1 }) }));

/** Signs that grow when they are encoded, and signs that do not. */
const sign = fc.constantFrom('"', '\\', '\n', '\u0001', '\u2028', '\ud83d\ude00', '\ud800', 'a', 'ü', '</', '\u007f');
const text = fc
  .array(sign, { maxLength: 20 })
  .chain((signs) => fc.nat(400).map((times) => signs.join('').repeat(times)));

test('what fits is counted as Lambda counts it, to the byte', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ kind: text, text, n: fc.double({ noNaN: true }) }), { minLength: 1 }), (items) => {
      const sum = items.reduce((bytes, item) => bytes + bytesInAnswer(item), items.length - 1);
      expect(answerOf(items)).toBe(answerOf([]) + sum);
    }),
  );
});

test.each(['prose ', '""', '\\"', '{"a":"\\\\b"},', '\n', '\u0001', '\ud800', '😀'])(
  'a full answer of %j fits',
  (part) => {
    const item = { kind: 'prompt', text: part.repeat(3_000 / part.length) };
    const items = thatFit(Array.from({ length: 5_000 }, () => item));
    expect(items.length).toBeLessThan(5_000);
    expect(answerOf(items)).toBeLessThanOrEqual(LIMIT);
    // And not much less than would.
    expect(answerOf(items)).toBeGreaterThan(ANSWER_BYTES - 2 * bytesInAnswer(item));
  },
);

test('one that is too large goes alone', () => {
  expect(thatFit(['xxxx', 'y'], 3)).toEqual(['xxxx']);
  expect(thatFit([], 3)).toEqual([]);
});
