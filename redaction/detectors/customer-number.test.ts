import { expect, test } from '@jest/globals';
import { customerNumber } from './customer-number.ts';
import { found, spansOf } from './found.ts';

test.each<[string, string[]]>([
  ['Kundin (Kd.-Nr. 7730194) ruft an', ['7730194']],
  ['n.º de cliente 3390817', ['3390817']],
  ['dossier CL-558120', ['CL-558120']],
  ['Nr klienta K/20981', ['K/20981']],
  ['会員 309917', ['309917']],
  ['order 7730194', []],
  ['the customer bought 7730194', []],
])('a number that a firm knows somebody by: %j', (text, expected) => {
  expect(found(customerNumber, text)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['customer no ABCDEF-558120', []],
  ['customer no CL-558120', ['CL-558120']],
])('letters before the number: %j', (text, values) => {
  expect(found(customerNumber, text)).toEqual(values);
  expect(spansOf(customerNumber, text).every(({ type }) => type === 'OTHER')).toBe(true);
});

test.each([
  ['customer no A4417', ['A4417']],
  ['customer no Z4417', ['Z4417']],
  ['customer no CL558120', ['CL558120']],
  ['customer no CL-558120', ['CL-558120']],
  ['customer no CL/558120', ['CL/558120']],
  ['customer no ABCD-558120', ['ABCD-558120']],
  ['customer no -558120', ['558120']],
])('letters before the number are of it: %j', (text, numbers) => {
  expect(found(customerNumber, text)).toEqual(numbers);
});
