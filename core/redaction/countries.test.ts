import { describe, expect, test } from '@jest/globals';
import { countryOf } from './countries.ts';

describe('the country of a place', () => {
  test.each([
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['Allemagne', 'DE'],
    ['Alemania', 'DE'],
    ['Germania', 'DE'],
    ['Alemanha', 'DE'],
    ['new york', 'US'],
    ['Los Angeles', 'US'],
    ['São Paulo', 'BR'],
    ['Sao Paulo', 'BR'],
    ['Côte d’Ivoire', 'CI'],
    ['Lyon, France', 'FR'],
    ['Lyon , France', 'FR'],
    ['France, Lyon', 'FR'],
    ['Paris (Texas)', 'FR'],
    ['Somewhere (Spain)', 'ES'],
    [' Berlin ', 'DE'],
    ['Berlin...', 'DE'],
    ['Kyoto, Tokyo, Nowhere', undefined],
    ['Nowhere, Tokyo', 'JP'],
    ['Nowhereville', undefined],
    ['', undefined],
    // Groups of countries, and codes that are none or no more.
    ['European Union', undefined],
    ['Europäische Union', undefined],
    ['Eurozone', undefined],
    ['United Nations', undefined],
    ['World', undefined],
    ['Outlying Oceania', undefined],
    ['Pseudo-Accents', undefined],
    ['Pseudo-Bidi', undefined],
    ['Unknown Region', undefined],
    ['Africa', undefined],
  ])('%s: %s', (place, country) => {
    expect(countryOf(place)).toBe(country);
  });

  test('a name is a country before it is a city of another one', () => {
    expect([countryOf('Singapore'), countryOf('Luxembourg'), countryOf('Monaco'), countryOf('Jersey')]).toEqual([
      'SG',
      'LU',
      'MC',
      'JE',
    ]);
  });
});
