import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstSegmentAt } from '../vault/segment-time.ts';
import { isTrimmed, type Trims, trimsOf, trimsText, withTrim } from './trims.ts';

const span = fc.tuple(fc.nat(200), fc.nat(20)).map(([from, length]) => ({ from, to: from + length }));

test('spans that were trimmed hold the same moments, in order and apart, whatever the order and however often', () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 12 }), (spans) => {
      const trims = spans.reduce<Trims>(withTrim, []);
      for (let at = 0; at <= 221; at++) {
        const within = ({ from, to }: { from: number; to: number }) => from <= at && at <= to;
        expect(trims.some(within)).toBe(spans.some(within));
      }
      for (const [at, { from }] of trims.entries()) if (at > 0) expect(from).toBeGreaterThan(trims[at - 1]!.to + 1);
      expect(spans.toReversed().reduce<Trims>(withTrim, trims)).toEqual(trims);
      expect(trimsOf(trimsText(trims))).toEqual(trims);
    }),
  );
});

test.each([undefined, 7, '', '1', '1-', '2-1', '1-2 ', '1-2  3-4', 'a-b', '-1-2', '1-1234567890123456'])(
  'what is no list of spans is not read: %p',
  (text) => expect(trimsOf(text)).toBeUndefined(),
);

test('of a segment the name alone says when it came, where nothing else can be read', () => {
  const segment = firstSegmentAt(50);
  expect(isTrimmed([{ from: 50, to: 50 }], { segment, arrivedFrom: '40' })).toBe(true);
  expect(isTrimmed([{ from: 40, to: 49 }], { segment, arrivedFrom: '40' })).toBe(false);
  expect(isTrimmed([{ from: 0, to: 99 }], { segment: 'no segment' })).toBe(false);
  expect(isTrimmed(undefined, { segment })).toBe(false);
});
