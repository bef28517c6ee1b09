import { describe, expect, test } from '@jest/globals';
import { deviceId } from './device-id.ts';
import { found, spansOf } from './found.ts';

describe('device-id', () => {
  test.each<[string, string[]]>([
    ['IMEI 490154203237518', ['490154203237518']],
    ['imei: 49-015420-323751-8', ['49-015420-323751-8']],
    ['35-209900-176148-1', ['35-209900-176148-1']],
    ['serial number: C02XG2JHJG5J', ['C02XG2JHJG5J']],
    ['S/N 5CG0123ABC', ['5CG0123ABC']],
    ['device_id="a1b2c3d4-e5f6"', ['a1b2c3d4-e5f6']],
  ])('finds in %j', (text, values) => {
    expect(found(deviceId, text)).toEqual(values);
    expect(spansOf(deviceId, text).every(({ type }) => type === 'DEVICE_ID')).toBe(true);
  });

  test.each(['490154203237518', '35-209900-176148-2', 'serial killer 123456', 'version 123456', 'sn 12'])(
    'nothing in %j',
    (text) => {
      expect(found(deviceId, text)).toEqual([]);
    },
  );

  test.each<[string, string[]]>([
    ['imei 35209900176148', ['35209900176148']],
    ['imei 3520990017614', []],
    ['iccid 8901234567890123456', ['8901234567890123456']],
    ['x 35-209900-176148-1 y', ['35-209900-176148-1']],
    ['9-35-209900-176148-1', []],
    ['36-209900-176148-0', []],
    ['352099001761481', []],
    ['serial: ABC12', []],
    ['serial: ABC123', ['ABC123']],
    ['serial: ABCDEF', []],
    ['serial: 1234567 and 8', ['1234567']],
    ['35-209900-176148-1-00', ['35-209900-176148-1']],
    ['serial: 1-2-3-4-5-6', []],
    ['serial: ABCD-1234', []],
    ['123456', []],
  ])('the form %j', (text, values) => {
    expect(found(deviceId, text)).toEqual(values);
  });
});
