import { describe, expect, test } from '@jest/globals';
import { countriesByName, countryOf } from './countries.ts';

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

test('names of countries and cities: some hundred of each, in lower case and without diacritics', () => {
  const places = countriesByName();

  expect(new Set(places.values()).size).toBeGreaterThan(240);
  expect(places.size).toBeGreaterThan(1_000);
  expect([...places.keys()].filter((name) => /\p{Lu}|\p{M}/u.test(name.normalize('NFD')))).toEqual([]);
  expect([...places.values()].filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([]);
  const known = {
    ...{ germany: 'DE', deutschland: 'DE', allemagne: 'DE', alemania: 'DE', germania: 'DE', alemanha: 'DE' },
    // The first and the last code in use, and one with the last letter.
    ...{ andorra: 'AD', zimbabwe: 'ZW', 'new zealand': 'NZ' },
    ...{ 'new york': 'US', 'sao paulo': 'BR', 'buenos aires': 'AR', berlin: 'DE' },
    // A country before a city of another one.
    ...{ singapore: 'SG', jersey: 'JE' },
  };
  for (const [name, country] of Object.entries(known)) expect([name, places.get(name)]).toEqual([name, country]);
  const unknown = ['america/new york', 'york', '/new york', 'new_york', 'world', 'european union', 'united nations'];
  expect(unknown.filter((name) => places.has(name))).toEqual([]);
});
