import { describe, expect, test } from '@jest/globals';
import { bankIdentifier } from './bank-identifier.ts';
import { found, spansOf } from './found.ts';

describe('bank-identifier', () => {
  test.each<[string, string[]]>([
    ['BIC: DEUTDEFF', ['DEUTDEFF']],
    ['swift code CHASUS33XXX', ['CHASUS33XXX']],
    ['IFSC SBIN0001234', ['SBIN0001234']],
  ])('finds in %j', (text, values) => {
    expect(found(bankIdentifier, text)).toEqual(values);
    expect(spansOf(bankIdentifier, text).every(({ type }) => type === 'BANK_ACCOUNT')).toBe(true);
  });

  test.each(['DEUTDEFF', 'swift programming', 'bic pen', 'SWIFT ABSOLUTELYNOT'])('nothing in %j', (text) => {
    expect(found(bankIdentifier, text)).toEqual([]);
  });
});
