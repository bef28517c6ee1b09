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
});
