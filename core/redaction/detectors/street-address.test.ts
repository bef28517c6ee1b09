import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { streetAddress } from './street-address.ts';

describe('street-address', () => {
  test.each<[string, string[]]>([
    ['at 221 Baker Street.', ['221 Baker Street']],
    ['12 N Main St, Apt 4B, Springfield IL 62704', ['12 N Main St, Apt 4B, Springfield IL 62704']],
    ['1600 Pennsylvania Ave', ['1600 Pennsylvania Ave']],
    ['Hauptstraße 12, 10115 Berlin', ['Hauptstraße 12, 10115 Berlin']],
    ['Lange Str. 5a', ['Lange Str. 5a']],
    ['12 rue de la Paix', ['12 rue de la Paix']],
    ['Via Roma 12', ['Via Roma 12']],
    ['PO Box 123', ['PO Box 123']],
    ['in Austin TX 78701', ['TX 78701']],
    ['London SW1A 1AA', ['SW1A 1AA']],
    ['K1A 0B1', ['K1A 0B1']],
  ])('finds in %j', (text, values) => {
    expect(found(streetAddress, text)).toEqual(values);
    expect(spansOf(streetAddress, text).every(({ type }) => type === 'ADDRESS')).toBe(true);
  });

  test.each([
    'Wall Street analysts',
    'the road map',
    '2 way street',
    'drive 5 km',
    'via email',
    '12 place',
    'OK 12345678',
    'square 9',
    'I am a p 5',
  ])('nothing in %j', (text) => {
    expect(found(streetAddress, text)).toEqual([]);
  });
});
