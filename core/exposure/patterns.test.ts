import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arnPattern, compiled, fitArn, fitOf } from './patterns.ts';

const glob = (text: string): RegExp => new RegExp(`^${text.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
const small = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });

test('of a whole thing it is the glob that everybody knows', () => {
  fc.assert(
    fc.property(small, word, (pattern, thing) =>
      expect(fitOf(compiled(pattern), thing)).toBe(glob(pattern).test(thing) ? 'all' : 'none'),
    ),
  );
});

test('of an open thing, all is of each that it may be, and none of none', () => {
  fc.assert(
    fc.property(small, small, word, (pattern, open, thing) => {
      fc.pre(glob(open).test(thing));
      const fits = fitOf(compiled(pattern), compiled(open));
      if (fits === 'all') expect(glob(pattern).test(thing)).toBe(true);
      if (fits === 'none') expect(glob(pattern).test(thing)).toBe(false);
    }),
  );
});

test.each([
  ['arn:aws:s3:::data/*', 'arn:aws:s3:::data/a/b', 'all'],
  ['arn:aws:dynamodb:*:*:table/t', 'arn:aws:dynamodb:eu-central-1:111122223333:table/t', 'all'],
  ['arn:aws:dynamodb:*', 'arn:aws:dynamodb:eu-central-1:111122223333:table/t', 'all'],
  ['arn:aws:dynamodb:eu-*table/t', 'arn:aws:dynamodb:eu-central-1:111122223333:table/t', undefined],
  ['*', 'arn:aws:s3:::data', 'all'],
  ['data', 'arn:aws:s3:::data', undefined],
])('%s, of %s: %s', (pattern, thing, fits) => {
  const arn = arnPattern(compiled(pattern));

  expect(arn && fitArn(arn, arnPattern(thing)!)).toBe(fits);
});
