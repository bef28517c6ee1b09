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

  test.each<[string, string[]]>([
    ['routing 021000021', ['021000021']],
    ['routing number: 021000021', ['021000021']],
    ['aba 021000021', ['021000021']],
    ['rtn 011401533', ['011401533']],
    ['wire transfer to 121000248', ['121000248']],
    ['transit 021000022', []],
    ['routing 131000021', []],
    ['routing 331000021', []],
    ['routing 611000020', ['611000020']],
    ['routing 731000024', []],
    ['routing 800000006', ['800000006']],
    ['routing 000000000', []],
    ['ach 322271627', ['322271627']],
    ['routing 0210 0002 1', ['0210 0002 1']],
    ['account 123456', ['123456']],
    ['account 12345', []],
    ['acct no 1234567890', ['1234567890']],
    ['a/c 12345678', ['12345678']],
    ['konto 1234567', ['1234567']],
    ['compte 12345678901', ['12345678901']],
    ['cuenta 1234567', ['1234567']],
    ['conto: 1234567', ['1234567']],
    ['rekening 1234567', ['1234567']],
    ['checking 1234567', ['1234567']],
    ['savings 1234567', ['1234567']],
    ['sort code 12-34-56', ['12-34-56']],
    ['bsb 062-000', ['062-000']],
    ['clabe 032180000118359719', ['032180000118359719']],
    ['bank 12345678', ['12345678']],
    ['user account 12345678', []],
    ['github account 12345678', []],
    ['aws account id 123456789012', []],
    ['google account no 1234567', []],
    ['account created on 12345678', ['12345678']],
    ['account id is for account 1234567', []],
    ['my account of the bank holds 12345678', ['12345678']],
    ['account\n12345678', []],
    ['123456789', []],
    ['021000021', []],
    ['account .............................123456', []],
    ['account ........................123456', ['123456']],
    ['account 1234567890123456789', []],
    ['account 123456789012345678', ['123456789012345678']],
    ['routing 120000016', ['120000016']],
    ['routing 130000006', []],
    ['routing 200000004', []],
    ['routing 210000007', ['210000007']],
    ['routing 320000007', ['320000007']],
    ['routing 330000000', []],
    ['routing 600000002', []],
    ['routing 610000005', ['610000005']],
    ['routing 720000005', ['720000005']],
    ['routing 730000008', []],
    ['routing 790000006', []],
    ['routing 810000009', []],
  ])('the form %j', (text, values) => {
    expect(found(bankAccount, text)).toEqual(values);
  });
});
