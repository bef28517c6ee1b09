import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { taxForm } from './tax-form.ts';

describe('tax-form', () => {
  test.each<[string, string[]]>([
    ['Steuernummer 12/345/67890', ['12/345/67890']],
    ['UTR: 1234567890', ['1234567890']],
    ['my W2 form', ['W2']],
    ['her P45 came', ['P45']],
  ])('finds in %j', (text, values) => {
    expect(found(taxForm, text)).toEqual(values);
    expect(spansOf(taxForm, text).every(({ type }) => type === 'FINANCIAL')).toBe(true);
  });

  test.each(['W2 weights', 'vat of 20', 'P60 pool'])('nothing in %j', (text) => {
    expect(found(taxForm, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['my p11d', ['p11d']],
    ['his k1', ['k1']],
    ['my W2x', []],
    ['utr is 1234567890', ['1234567890']],
    ['StNr. 12345', []],
    ['vat no: 123 456 789', ['123 456 789']],
    ['my 1099', ['1099']],
    ['a 1099', []],
    ['my 1098', []],
  ])('the form %j', (text, values) => {
    expect(found(taxForm, text)).toEqual(values);
  });
});
