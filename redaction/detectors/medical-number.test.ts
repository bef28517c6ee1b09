import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { medicalNumber } from './medical-number.ts';

describe('medical-number', () => {
  test.each<[string, string[]]>([
    ['MRN 12345678', ['12345678']],
    ['patient id: 998877', ['998877']],
    ['NPI 1234567893', ['1234567893']],
    ['DEA AB1234563', ['AB1234563']],
    ['1EG4-TE5-MK73', ['1EG4-TE5-MK73']],
    ['medical record number 12-34567', ['12-34567']],
  ])('finds in %j', (text, values) => {
    expect(found(medicalNumber, text)).toEqual(values);
    expect(spansOf(medicalNumber, text).every(({ type }) => type === 'MEDICAL')).toBe(true);
  });

  test.each(['12345678', 'NPI 1234567890', 'AB1234564', 'A1B2C3D4'])('nothing in %j', (text) => {
    expect(found(medicalNumber, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['AB1235565', ['AB1235565']],
    ['BB1388568', ['BB1388568']],
    ['BB1388569', []],
    ['MRN 12-34-56-78-90', ['12-34-56-78-90']],
    ['patient id AB123-C4 more', ['AB123-C4']],
    ['mrn A123x', ['A123x']],
    ['NPI 123456789', []],
    ['1234567893', []],
    ['1EG4TE5MK73', ['1EG4TE5MK73']],
    ['1EG4-TE5-MK73x', []],
    ['AB1234361', ['AB1234361']],
    ['AB2468317', ['AB2468317']],
  ])('the form %j', (text, values) => {
    expect(found(medicalNumber, text)).toEqual(values);
  });
});
