import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { vehicleId } from './vehicle-id.ts';

describe('vehicle-id', () => {
  test.each<[string, string[]]>([
    ['1HGCM82633A004352', ['1HGCM82633A004352']],
    ['VIN: 11111111111111111', ['11111111111111111']],
    ['vin WVWZZZ1JZXW000002', ['WVWZZZ1JZXW000002']],
    ['license plate: ABC-1234', ['ABC-1234']],
    ['number plate AB12 CDE left', ['AB12 CDE']],
  ])('finds in %j', (text, values) => {
    expect(found(vehicleId, text)).toEqual(values);
    expect(spansOf(vehicleId, text).every(({ type }) => type === 'VEHICLE_ID')).toBe(true);
  });

  test.each([
    '1HGCM82633A004353',
    'WVWZZZ1JZXW000002',
    '1IOQM82633A004352',
    'registration form',
    'plate of food',
    'ABCDEFGHJKLMNPRST',
  ])('nothing in %j', (text) => {
    expect(found(vehicleId, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['1HGCM82633A004352 ok', ['1HGCM82633A004352']],
    ['1M8GDM9AXKP042788', ['1M8GDM9AXKP042788']],
    ['VIN 1hgcm82633a004352', ['1hgcm82633a004352']],
    ['vin 1HGCM82633A0043521', []],
    ['vin IHGCM82633A004352', []],
    ['12345678901234567', []],
    ['VIN: 12345678901234567', ['12345678901234567']],
    ['plate: A12', []],
    ['plate: A123', ['A123']],
    ['plate ABCD', []],
    ['plate 1234', []],
    ['plate no. AB 123', ['AB 123']],
    ['plate no AB 123', ['AB 123']],
    ['plate nr. AB 1234', ['AB 1234']],
    ['plate nr AB 1234', ['AB 1234']],
    ['plate number AB-123', ['AB-123']],
    ['plate is AB123', ['AB123']],
    ['plate: is AB123', ['AB123']],
    ['plate  #AB123', ['AB123']],
    ['plate for AB123', []],
    ['the registration of AB123', []],
    ['plate AB123x', []],
    ['kennzeichen: B-AB 1234', ['B-AB 1234']],
    ['number plate AB123 stood in front of the house all day', ['AB123']],
    ['reg no AB12 CDE', ['AB12 CDE']],
    ['reg. AB12 CDE', ['AB12 CDE']],
    ['reg number: AB12 CDE', ['AB12 CDE']],
    ['reg AB12 CDE', []],
    ['plate AB123,C', ['AB123']],
    ['plate AB·1234', ['AB·1234']],
    ['reg-A123 seen', []],
    ['plate-A123 seen', []],
    ['plate no AB 123, VIN 1HGCM82633A004352', ['AB 123', '1HGCM82633A004352']],
  ])('the form %j', (text, values) => {
    expect(found(vehicleId, text)).toEqual(values);
  });
});

test('a plate has a capital and a digit', () => {
  expect(found(vehicleId, 'plate 123-456')).toEqual([]);
  expect(found(vehicleId, 'plate ABC-DEF')).toEqual([]);
  expect(found(vehicleId, 'plate ABC-456')).toEqual(['ABC-456']);
});

test.each([
  ['targa: AB 123 CD', ['AB 123 CD']],
  ['1234567890 12345', []],
])('a plate has a word before it: %j', (text, values) => {
  expect(found(vehicleId, text)).toEqual(values);
});
