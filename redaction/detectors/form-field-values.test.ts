import { describe, expect, test } from '@jest/globals';
import { formField } from './form-field.ts';
import { found } from './found.ts';

describe('an amount and its currency', () => {
  test.each('EUR USD GBP CHF PLN CZK TRY INR'.split(' '))('%s before it', (currency) => {
    for (const amount of [`${currency} 1.633,27`, `${currency}1.633,27`, `${currency}: 1633`])
      expect(found(formField, `Net: ${amount}`)).toEqual([amount]);
  });

  test.each(
    '€|$|£|₹|₽|₴|₺|₩|฿|¥|EUR|USD|GBP|CHF|euro|euros|zł|Kč|kr|TL|Ft|lei|руб|грн|元|円|원|บาท|ريال|درهم|دينار|रुपये'.split(
      '|',
    ),
  )('%s behind it', (currency) => {
    for (const space of ['', ' ', '\u00a0'])
      expect(found(formField, `Net: 1.633,27${space}${currency}`)).toEqual([`1.633,27${space}${currency}`]);
  });

  test.each([
    ['------1.633,27', true],
    ['-------1.633,27', false],
    ['----EUR--1.633,27', true],
    ['-----EUR--1.633,27', false],
    ['----EUR---1.633,27', false],
    ['EUR--1.633,27', true],
    ['EUR---1.633,27', false],
    ['EUROS 1.633,27', false],
    ['XAU 1.633,27', false],
  ])('signs before it, as many as a form has: %j (%s)', (amount, is) => {
    expect(found(formField, `Net: ${amount}`)).toEqual(is ? [amount] : []);
  });

  test.each(['12,3', '1.2.3', '1 2 3', '1’234', "1'234", '1\u00a0234', '1\u202f234', '123'])(
    '%j has three digits',
    (amount) => {
      expect(found(formField, `Net: ${amount}`)).toEqual([amount]);
    },
  );
});

describe('a plate', () => {
  test.each([
    ['ABCDEFGHIJKL1', true],
    ['ABCDEFGHIJKLM1', false],
    ['1ABCDEFGHIJKLMN', true],
    ['1ABCDEFGHIJKLMNO', false],
    ['A 12', true],
    ['A12', false],
  ])('has few signs before its number, and few at all: %j (%s)', (plate, is) => {
    expect(found(formField, `Kennzeichen: ${plate}`)).toEqual(is ? [plate] : []);
  });
});
