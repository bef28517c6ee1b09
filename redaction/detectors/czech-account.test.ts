import { expect, test } from '@jest/globals';
import { czechAccount } from './czech-account.ts';
import { found, spansOf } from './found.ts';

test.each<[string, string[]]>([
  ['nájem pošli na 19-2000145399/0800, děkuji', ['19-2000145399/0800']],
  ['2000145399/0800', ['2000145399/0800']],
  ['19-2000145398/0800', []],
  ['2000145399/1234', []],
  ['DE45.33766977/8813 913367', []],
  ['3/4, 2024/2025', []],
])('an account of a Czech or Slovak bank: %j', (text, expected) => {
  expect(found(czechAccount, text)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['19/0800', ['19/0800']],
  ['18-2000145399/0800', []],
  ['0000000000/0800', []],
  ['.2000145399/0800', []],
  ['2000145399-0800', []],
  ['20001453990800', []],
])('its prefix, its number and its bank: %j', (text, expected) => {
  expect(found(czechAccount, text)).toEqual(expected);
  expect(spansOf(czechAccount, text).every(({ type }) => type === 'BANK_ACCOUNT')).toBe(true);
});
