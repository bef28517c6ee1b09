import { describe, expect, test } from '@jest/globals';
import { bankAccount } from './bank-account.ts';
import { found, spansOf } from './found.ts';

describe('bank-account', () => {
  test.each<[string, string[]]>([
    ['routing number 021000021', ['021000021']],
    ['ABA: 121000358', ['121000358']],
    ['account number is 12345678', ['12345678']],
    ['sort code 12-34-56', ['12-34-56']],
    ['Konto 0532013000', ['0532013000']],
  ])('finds in %j', (text, values) => {
    expect(found(bankAccount, text)).toEqual(values);
    expect(spansOf(bankAccount, text).every(({ type }) => type === 'BANK_ACCOUNT')).toBe(true);
  });

  test.each([
    '021000021',
    'routing number 021000022',
    'aws account id 123456789012',
    '12345678',
    'the count is 123456',
  ])('nothing in %j', (text) => {
    expect(found(bankAccount, text)).toEqual([]);
  });
});
