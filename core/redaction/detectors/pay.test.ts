import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { pay } from './pay.ts';

describe('pay', () => {
  test.each<[string, string[]]>([
    ['salary is $85,000', ['$85,000']],
    ['a bonus of 12.000 € was', ['12.000 €']],
    ['base pay: 95k', ['95k']],
    ['she earns 5,000 EUR a month', ['5,000 EUR a month']],
    ['$120k compensation', ['$120k']],
  ])('finds in %j', (text, values) => {
    expect(found(pay, text)).toEqual(values);
    expect(spansOf(pay, text).every(({ type }) => type === 'FINANCIAL')).toBe(true);
  });

  test.each(['$85,000', 'pay attention to 12 items', 'the base class 1,234', 'raise an error 500', 'net 10.0.0.1'])(
    'nothing in %j',
    (text) => {
      expect(found(pay, text)).toEqual([]);
    },
  );
});
