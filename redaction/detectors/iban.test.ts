import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { iban } from './iban.ts';

describe('iban', () => {
  test.each<[string, string[]]>([
    ['DE89370400440532013000', ['DE89370400440532013000']],
    ['to GB29 NWBK 6016 1331 9268 19 please', ['GB29 NWBK 6016 1331 9268 19']],
    ['fr1420041010050500013m02606', ['fr1420041010050500013m02606']],
    ['NO93-8601-1117-947', ['NO93-8601-1117-947']],
    ['IBAN NL91ABNA0417164300.', ['NL91ABNA0417164300']],
  ])('finds in %j', (text, values) => {
    expect(found(iban, text)).toEqual(values);
    expect(spansOf(iban, text).every(({ type }) => type === 'IBAN')).toBe(true);
  });

  test.each(['DE89370400440532013001', 'XX89370400440532013000', 'DE8937040044', 'GB29', 'AB12CDEF3456'])(
    'nothing in %j',
    (text) => {
      expect(found(iban, text)).toEqual([]);
    },
  );

  test.each<[string, string[]]>([
    ['DE89370400440532013000 x', ['DE89370400440532013000']],
    ['DE89370400440532013000x', []],
    ['DE8937040044053201300', []],
    ['DE89-3704-0044', []],
    ['DEA9370400440532013000', []],
    ['DE8A370400440532013000', []],
    ['NO9386011117947', ['NO9386011117947']],
    ['NO93 8601 1117 947 1', ['NO93 8601 1117 947']],
    ['NO93 86011117947A', []],
    // The right check digits for one digit too few.
    ['DE5137040044053201300', []],
  ])('the form %j', (text, values) => {
    expect(found(iban, text)).toEqual(values);
  });
});
