import { expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { numberPlate } from './number-plate.ts';

test.each<[string, string[]]>([
  ['my car, LK68 VXT. I sold it', ['LK68 VXT']],
  ['la GK-417-ZB grise', ['GK-417-ZB']],
  ['його машина АЕ 4471 КХ стоїть', ['АЕ 4471 КХ']],
  ['Газель К418ТР 163', ['К418ТР 163']],
  ['part AB-1234-CD of AX12', []],
  ['flight LH 4471 to', []],
  ['UTF-8, ISO-885-1', []],
])('a number plate: %j', (text, expected) => {
  expect(found(numberPlate, text)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['XGK-417-ZB', []],
  ['GK-417-ZBX', []],
  ['AA-417-ZZ', ['AA-417-ZZ']],
  ['AA-417-VV', ['AA-417-VV']],
  ['IA-417-VV', []],
  ['ХАЕ 4471 КХ', []],
  ['АЕ 4471 КХХ', []],
  ['АЕ 4471 ЯЯ', []],
  ['LK68 VXTX', []],
  ['К418ТРХ', []],
  ['К418ТР', ['К418ТР']],
])('and what is near one: %j', (text, expected) => {
  expect(found(numberPlate, text)).toEqual(expected);
  expect(spansOf(numberPlate, text).every(({ type }) => type === 'VEHICLE_ID')).toBe(true);
});

test.each([
  ['AB-123-CD', ['AB-123-CD']],
  ['AA-123-ZZ', ['AA-123-ZZ']],
  ['ZZ-999-AA', ['ZZ-999-AA']],
  ['A@-123-CD', []],
  ['A[-123-CD', []],
  ['Ab-123-CD', []],
  ['ab-123-cd', []],
  ['A1-123-CD', []],
  ['xAB-123-CD', []],
  ['AB-123-CDE', []],
])('the letters of a French plate are capitals: %j', (plate, plates) => {
  expect(found(numberPlate, `seen: ${plate} today`)).toEqual(plates);
});
