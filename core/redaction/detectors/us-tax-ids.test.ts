import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { usTaxIds } from './us-tax-ids.ts';

describe('us-tax-ids', () => {
  test.each<[string, string[]]>([
    ['536-22-8731', ['536-22-8731']],
    ['536 22 8731', ['536 22 8731']],
    ['ITIN 912-71-1234', ['912-71-1234']],
    ['ssn 536228731', ['536228731']],
    ['Social security: 000-12-3456', ['000-12-3456']],
    ['EIN: 12-3456789', ['12-3456789']],
  ])('finds in %j', (text, values) => {
    expect(found(usTaxIds, text)).toEqual(values);
    expect(spansOf(usTaxIds, text).every(({ type }) => type === 'NATIONAL_ID')).toBe(true);
  });

  test.each([
    '536228731',
    '666-12-3456',
    '000-12-3456',
    '900-00-1234',
    '12-3456789',
    '123-45-6789',
    '536-22-87311',
    '111-11-1111',
    '536-00-8731',
    '536-22-0000',
  ])('nothing in %j', (text) => {
    expect(found(usTaxIds, text)).toEqual([]);
  });
});
