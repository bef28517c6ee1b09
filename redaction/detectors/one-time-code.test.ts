import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { oneTimeCode } from './one-time-code.ts';

describe('one-time code', () => {
  test.each<[string, string[]]>([
    ['the code is 582913, do not share', ['582913']],
    ['Your verification code: 4821', ['4821']],
    ['one-time code 12345678', ['12345678']],
    ['your code is 582-913.', ['582-913']],
    ['Your login code is G-582913', ['582913']],
    ['door code = 1234', ['1234']],
    ['my code is 582 913', ['582 913']],
    ['door code is 12345678', ['12345678']],
  ])('finds in %j', (text, values) => {
    expect(found(oneTimeCode, text)).toEqual(values);
  });

  test.each([
    'error code 404',
    'the zip code is 90210',
    'the code is 12345 lines long',
    'the code is 582913ms',
    'exit code: 582913',
    'security code review',
    'verification code 1.2345',
    'the code is 582913.5',
    'the code is 12345678',
    'the code is 4821',
    'code is 582913',
  ])('nothing in %j', (text) => {
    expect(found(oneTimeCode, text)).toEqual([]);
  });
});

test('it is a password', () => {
  expect(spansOf(oneTimeCode, 'your login code is 123456').map(({ type }) => type)).toEqual(['PASSWORD']);
});
