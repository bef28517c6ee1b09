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
});
