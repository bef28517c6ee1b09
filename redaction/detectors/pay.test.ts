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

  // After a word for nothing but pay, any amount.
  test.each<[string, string]>([
    ['$85,000', '$85,000'],
    ['US$85,000', 'US$85,000'],
    ['CA$5', 'CA$5'],
    ['AU$5', 'AU$5'],
    ['€ 85.000,50', '€ 85.000,50'],
    ['£85 000', '£85 000'],
    ['¥1,234,567', '¥1,234,567'],
    ['₹1,234,567.89', '₹1,234,567.89'],
    ['$1.5 million', '$1.5 million'],
    ['$1m', '$1m'],
    ['$2 mio', '$2 mio'],
    ['$85 thousand', '$85 thousand'],
    ['$1,000,000,000,000', '$1,000,000,000,000'],
    ['85,000', '85,000'],
    ["85'000 CHF", "85'000 CHF"],
    ['85 000 €', '85 000 €'],
    ['1,234,567', '1,234,567'],
    ['85,000.50', '85,000.50'],
    ['85.000,5 euros', '85.000,5 euros'],
    ['85,000 USD', '85,000 USD'],
    ['85,000 EUR', '85,000 EUR'],
    ['85,000 GBP', '85,000 GBP'],
    ['85,000 INR', '85,000 INR'],
    ['85,000 JPY', '85,000 JPY'],
    ['85,000 dollar', '85,000 dollar'],
    ['85,000 pounds', '85,000 pounds'],
    ['95k', '95k'],
    ['95 k', '95 k'],
    ['95 $', '95 $'],
    ['1200.50 EUR', '1200.50 EUR'],
    ['1200,5€', '1200,5€'],
    ['1200 GBP', '1200 GBP'],
    ['1200 INR', '1200 INR'],
    ['1200 CHF', '1200 CHF'],
    ['1200 euro', '1200 euro'],
    ['1200 pound', '1200 pound'],
    ['12345678 dollars', '12345678 dollars'],
    ['$30/hour', '$30/hour'],
    ['$30 / hr', '$30'],
    ['$85000', '$85000'],
    ['$ 1234567.89', '$ 1234567.89'],
    ['£3000 a month', '£3000 a month'],
    ['$30 per hour', '$30 per hour'],
    ['$30 a week', '$30 a week'],
    ['$30k an annum', '$30k an annum'],
    ['$30k/yr', '$30k/yr'],
    ['€3000 per mo', '€3000 per mo'],
    ['3.000 € per monat', '3.000 € per monat'],
  ])('the amount %s', (amount, value) => {
    expect(found(pay, `salary: ${amount}, says he`)).toEqual([value]);
    expect(found(pay, `${amount} salary`)).toEqual([value]);
  });

  test.each(['8', '8500', '1200 apples', '1 k', '95kg', '10.0.0.1', '95 kü'])('no amount: %s', (text) => {
    expect(found(pay, `salary: ${text}, says he`)).toEqual([]);
  });

  test.each<[string, string[]]>([
    [`salary${'.'.repeat(71)}$1,085,000.00`, ['$1,085,000.00']],
    [`salary${'.'.repeat(72)}$1,085,000.00`, []],
    [`$1,085,000.00${'.'.repeat(39)}salary`, ['$1,085,000.00']],
    [`$1,085,000.00${'.'.repeat(40)}salary`, []],
    [`85,000 €${'.'.repeat(35)}salary`, ['85,000 €']],
    [`${'.'.repeat(80)}salary of ${'.'.repeat(60)}85,000,000`, ['85,000,000']],
    ['salary 85,000', ['85,000']],
    ['we pay 5,000,000 JPY', ['5,000,000 JPY']],
    ['we pay attention to 5,000,000 rows', []],
  ])('how far away, and what weak words need: %j', (text, values) => {
    expect(found(pay, text)).toEqual(values);
  });
});
