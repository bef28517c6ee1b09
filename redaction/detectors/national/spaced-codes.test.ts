import { expect, test } from '@jest/globals';
import { found } from '../found.ts';
import { spacedCodes } from './spaced-codes.ts';

test.each([
  ['su DNI: 58447530-E', '58447530-E'],
  ['58.447.530 E', '58.447.530 E'],
  ['58.447.530-E', '58.447.530-E'],
  ['NIE X-1234567-L', 'X-1234567-L'],
  ['RSS MRA 85M01 H501 Q', 'RSS MRA 85M01 H501 Q'],
  ['RSSMRA 85M01 H501 Q', 'RSSMRA 85M01 H501 Q'],
  ['BNZPM 2501 F'.replace('BNZPM', 'BNZPM'), 'BNZPM 2501 F'],
  ['alien number A098 765 432', 'A098 765 432'],
  ['green card A098-765-432', 'A098-765-432'],
])('%j', (text, value) => {
  expect(found(spacedCodes, text)).toEqual([value]);
});

test.each([
  '58447530-F',
  'see A098 765 432',
  '58447530-EX',
  'x58447530-E',
  'room 12-B',
  'A4 100 sheets',
  'X-1234567-M',
])('is not %j', (text) => {
  expect(found(spacedCodes, text)).toEqual([]);
});
