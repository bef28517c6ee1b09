import { describe, expect, test } from '@jest/globals';
import { driverLicense } from './driver-license.ts';
import { found, spansOf } from './found.ts';

describe('driver-license', () => {
  test.each<[string, string[]]>([
    ["driver's license D1234567", ['D1234567']],
    ['DL: 12345678', ['12345678']],
    ['driving licence MORGA753116SM9IJ', ['MORGA753116SM9IJ']],
    ['F255-921-50-094-0', ['F255-921-50-094-0']],
    ['Führerschein B072RRE2I55', ['B072RRE2I55']],
    ['MORGA753116SM9IJ', ['MORGA753116SM9IJ']],
  ])('finds in %j', (text, values) => {
    expect(found(driverLicense, text)).toEqual(values);
    expect(spansOf(driverLicense, text).every(({ type }) => type === 'DRIVER_LICENSE')).toBe(true);
  });

  test.each(['D1234567', '12345678', 'MIT license 2024', 'software license v123'])('nothing in %j', (text) => {
    expect(found(driverLicense, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['driver license D1234567', ['D1234567']],
    ['drivers licence: D123-4567', ['D123-4567']],
    ['dl no 1234567', ['1234567']],
    ['dl 123456', []],
    ['DL A123456', ['A123456']],
    ['licence no MORGA753116SM9IJ', ['MORGA753116SM9IJ']],
    ['MORGA753116SM9IJ', ['MORGA753116SM9IJ']],
    ['MORGA793116SM9IJ', []],
    ['S123-4567-8901', []],
    ['S123-456-78-901-2', ['S123-456-78-901-2']],
    ['S123-456-7', []],
    ['S12-4567-8901', []],
    ['führerschein B072RRE2I55', ['B072RRE2I55']],
    ['permis de conduire 123456789012', ['123456789012']],
    ['driver license ABCDEF', []],
    ['driver license ABC12', []],
    ['driver license AB12', []],
    ['driver license D123 456 789', ['D123 456 789']],
    ['driver license D123 456 then 5', ['D123 456']],
    ['driver license D123-456-ABC', ['D123-456']],
    ['driver license D123 and 5', ['D123']],
    ['dlD1234567', []],
    ['driver license D1234567x9', ['D1234567x9']],
    ['x1234567', []],
    ['rijbewijs 1234567890', ['1234567890']],
    ['prawo jazdy 12345/67/8901', ['12345/67/8901']],
    ['cnh 12345678901', ['12345678901']],
    ['licence is 1234567', ['1234567']],
    ['licence of 1234567', []],
    ['driver license 1 2 3 4 5 6 7', ['1 2 3 4 5 6 7']],
    ['driver license D123-A45 6', ['D123-A45 6']],
    ['driver license D123 x45', ['D123']],
    ['MORGA753116SM99IJ', ['MORGA753116SM99IJ']],
  ])('the form %j', (text, values) => {
    expect(found(driverLicense, text)).toEqual(values);
  });
});

test.each<[string, string[]]>([
  ['dl no 1234567', ['1234567']],
  ['dl no A1B2C3', ['A1B2C3']],
  ['dl no A1B2C', []],
  ['dl no D123-4567', ['D123-4567']],
])('of digits, or long enough: %j', (text, expected) => {
  expect(found(driverLicense, text)).toEqual(expected);
});
