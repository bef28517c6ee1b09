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

  test.each<[string, string[]]>([
    ['in Austin TX 78701-1234 ok', ['TX 78701-1234']],
    ['in Austin TX 78701-12', ['TX 78701']],
    ['in Austin TX 78701x', []],
    ['Austin,TX 78701', []],
    ['Austin XX 78701', []],
    ['Austin TX, 78701', ['TX, 78701']],
    ['Postfach 12 34', ['Postfach 12 34']],
    ['Postfach 1', []],
    ['P.O. Box 55', ['P.O. Box 55']],
    ['p o box 12', ['p o box 12']],
    ['P. O. Box 9', ['P. O. Box 9']],
    ['p box 9', []],
    ['po box #77', ['po box #77']],
    ['PO, Box 5', ['PO, Box 5']],
    ['Post office box 5', []],
    ['Hauptstraße 12a', ['Hauptstraße 12a']],
    ['Hauptstraße 12 a', ['Hauptstraße 12']],
    ['Lange Straße 5, 10115 Berlin', ['Lange Straße 5, 10115 Berlin']],
    ['Lange Str. 5a, 10115 Berlin', ['Lange Str. 5a, 10115 Berlin']],
    ['Musterweg 3b', ['Musterweg 3b']],
    ['Musterweg 3bc', []],
    ['Hauptstraße 12, 1011 Berlin', ['Hauptstraße 12']],
    ['hauptstraße 12', []],
    ['Kungsgatan 5', ['Kungsgatan 5']],
    ['Damm 5', []],
    ['xHauptstraße12', []],
    ['Rue de la Paix', []],
    ['Rue de la Paix 12', ['Rue de la Paix 12']],
    ['Rua Augusta 5b', ['Rua Augusta 5b']],
    ['12 bis, rue de la Paix', ['12 bis, rue de la Paix']],
    ['12ter rue Cler', ['12ter rue Cler']],
    ['rue de la Paix n° 5', ['rue de la Paix n° 5']],
    ['via Roma', []],
    ['5 via email', []],
    ['221 Baker Street N', ['221 Baker Street N']],
    ['221 Baker Street, Apt 5', ['221 Baker Street, Apt 5']],
    ['221 Baker St. Suite 9B', ['221 Baker St. Suite 9B']],
    ['221b Baker Street', ['221b Baker Street']],
    ['12-14 Old Kent Road', ['12-14 Old Kent Road']],
    ['Apt 5, 221 Baker Street', ['Apt 5, 221 Baker Street']],
    ['221 baker street', []],
    ['221, Baker Street', ['221, Baker Street']],
    ['1 A B C D Street', ['1 A B C D Street']],
    ['1 A B C D E Street', []],
    ['221 Baker Street. London', ['221 Baker Street']],
    ['221 Baker St. London NW1 6XE', ['221 Baker St. London NW1 6XE']],
    ['221 Baker Street, London NW1 6XE', ['221 Baker Street, London NW1 6XE']],
    ['12 King Street, Springfield IL 62704-1234', ['12 King Street, Springfield IL 62704-1234']],
    ['12 King Street\nSpringfield, IL 62704', ['12 King Street\nSpringfield, IL 62704']],
    ['5 Main St, Toronto K1A 0B1', ['5 Main St, Toronto K1A 0B1']],
    ['SW1A 1AAx', []],
    ['SW1A1AA', []],
    ['sw1a 1aa', []],
    ['12a Main', []],
    ['x TX 78701', ['TX 78701']],
    ['TX 78701', []],
    ['(IL 62704)', []],
    ['Austin TX 78701 and 12-3456', ['TX 78701']],
    ['Hauptstraße 123a', ['Hauptstraße 123a']],
    ['Hauptstraße 1234a', []],
    ['Hauptstraße 12a, 10115 Berlin', ['Hauptstraße 12a, 10115 Berlin']],
    ['12 Main Road. Flat 2', ['12 Main Road. Flat 2']],
    ['12 Main Drive. Flat 2', ['12 Main Drive']],
    ['rue de la Paix 12 et plus', ['rue de la Paix 12']],
    ['calle Mayor 5 Madrid', ['calle Mayor 5']],
    ['a1 2BC', []],
    ['M1 1AE', ['M1 1AE']],
    ['EC1A 1BB', ['EC1A 1BB']],
    ['Austin TX 78701 -1234', ['TX 78701']],
    ['in Austin TX 78701 -1234', ['TX 78701']],
    ['Hauptstraße 1a2b', []],
  ])('the form %j', (text, values) => {
    expect(found(streetAddress, text)).toEqual(values);
  });
});

test.each([
  ['osoitteeseen Metsätie 5, Lahti', ['Metsätie 5']],
  ['op Kerkpad 4 in', ['Kerkpad 4']],
  ['Havenkade 9, Zuiderschans', ['Havenkade 9']],
  ['Kuovinkuja 3 on', ['Kuovinkuja 3']],
  ['the Kanada 4', []],
])('streets whose kind ends their name: %j', (text, values) => {
  expect(found(streetAddress, text)).toEqual(values);
});
