import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { postcode } from './postcode.ts';

describe('postcode', () => {
  test.each<[string, string[]]>([
    ['ZIP: 94110', ['94110']],
    ['my zip code is 90210-1234', ['90210-1234']],
    ['PLZ 10115', ['10115']],
    ['postcode: SW1A 1AA', ['SW1A 1AA']],
    ['zip code 1234 AB', ['1234 AB']],
  ])('finds in %j', (text, values) => {
    expect(found(postcode, text)).toEqual(values);
    expect(spansOf(postcode, text).every(({ type }) => type === 'ADDRESS')).toBe(true);
  });

  test.each(['94110', 'zip file 94110', 'code 90210', 'zipped 123'])('nothing in %j', (text) => {
    expect(found(postcode, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['zip:\t94110', ['94110']],
    ['zip:94110', []],
    ['PLZ\t10115', ['10115']],
    ['PLZ 10115x', []],
    ['postcode is K1A 0B1', ['K1A 0B1']],
  ])('the form %j', (text, values) => {
    expect(found(postcode, text)).toEqual(values);
  });
});
