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
});
