import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { passport } from './passport.ts';

describe('passport', () => {
  test.each<[string, string[]]>([
    ['passport no. C01X00T47', ['C01X00T47']],
    ['Passport: 123456789', ['123456789']],
    ['Reisepass C01X00T478', ['C01X00T478']],
    ['my passport number is X12345678', ['X12345678']],
    ['L898902C36UTO7408122F1204159ZE184226B<<<<<10', ['L898902C36UTO7408122F1204159ZE184226B<<<<<10']],
  ])('finds in %j', (text, values) => {
    expect(found(passport, text)).toEqual(values);
    expect(spansOf(passport, text).every(({ type }) => type === 'PASSPORT')).toBe(true);
  });

  test.each(['X12345678', '123456789', 'passport photo 12', 'passport to 2024'])('nothing in %j', (text) => {
    expect(found(passport, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['passport A1234567', ['A1234567']],
    ['passport AB123456', ['AB123456']],
    ['passport no: 123456789', ['123456789']],
    ['passport 12345678', ['12345678']],
    ['passport 1234567', []],
    ['passport A12345', []],
    ['passport AB12345678', ['AB12345678']],
    ['passport AB123456789', []],
    ['reisepass C01X00T47', ['C01X00T47']],
    ['passport 12AB34567', ['12AB34567']],
    ['passport XYZ123456', ['XYZ123456']],
    ['passport XYZ123456A', ['XYZ123456A']],
    ['passport X12Y34567', ['X12Y34567']],
    ['passport 12 34 567890', ['12 34 567890']],
    ['pasaporte AAA123456', ['AAA123456']],
    ['passport of the man with A1234567', ['A1234567']],
    ['passport\nA1234567', []],
    ['A1234567', []],
    ['xA1234567', []],
    ['passport xyA1234567', []],
    ['pass no A1234567', ['A1234567']],
    ['travel document L898902C3', ['L898902C3']],
    ['护照 E12345678', ['E12345678']],
    ['L898902C36UTO7408122F1204159ZE184226B<<<<<10', ['L898902C36UTO7408122F1204159ZE184226B<<<<<10']],
    ['x L898902C36UTO7408122F1204159ZE184226B<<<<<10', []],
    ['P<UTO\nL898902C36UTO7408122F1204159ZE184226B<<<<<10', ['L898902C36UTO7408122F1204159ZE184226B<<<<<10']],
    ['L898902C36UTO7408122F1204159ZE184226B<<<<<1', ['L898902C36UTO7408122F1204159ZE184226B<<<<<1']],
    ['L898902C36UTO7408122Q1204159ZE184226B<<<<<10', []],
    ['passport .................................A1234567', []],
    ['passport ..............................A1234567', ['A1234567']],
    ['L898902C<3UTO6908061F9406236ZE184226B<<<<<14', ['L898902C<3UTO6908061F9406236ZE184226B<<<<<14']],
    ['x\nAB12345<<4UTO7408122F1204159<<<<<<<<<<<<<<04', ['AB12345<<4UTO7408122F1204159<<<<<<<<<<<<<<04']],
    ['x L898902C<3UTO6908061F9406236ZE184226B<<<<<14', []],
    ['passport A12B12345', ['A12B12345']],
    ['passport 1212123456', ['1212123456']],
    ['passport 12 12 123456', ['12 12 123456']],
    ['passport AAA123456', ['AAA123456']],
    ['passport AAA123456B', ['AAA123456B']],
    ['passport C01X00T47', ['C01X00T47']],
    ['passport A1B12345', []],
  ])('the form %j', (text, values) => {
    expect(found(passport, text)).toEqual(values);
  });
});
