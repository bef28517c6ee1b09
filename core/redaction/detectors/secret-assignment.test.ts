import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { secretAssignment } from './secret-assignment.ts';

describe('secret-assignment', () => {
  test.each<[string, string[]]>([
    ['API_KEY=a8f5f167f44f4964e6c998dee827110c', ['a8f5f167f44f4964e6c998dee827110c']],
    ['client_secret: "Zx81kkq9LmP0aa77"', ['Zx81kkq9LmP0aa77']],
    ['Authorization: Bearer mF_9.B5f-4.1JqM77xy', ['mF_9.B5f-4.1JqM77xy']],
    ['"token": "Q2hhbmdlTWU5OTk5"', ['Q2hhbmdlTWU5OTk5']],
  ])('finds in %j', (text, values) => {
    expect(found(secretAssignment, text)).toEqual(values);
    expect(spansOf(secretAssignment, text).every(({ type }) => type === 'SECRET')).toBe(true);
  });

  test.each([
    'key = value',
    'token: process.env.GITHUB_TOKEN',
    'primary key: user_id',
    'secret sauce',
    'key: aaaaaaaaaaaaaaaa',
    'bearer of bad news',
    'cookie: chocolate',
  ])('nothing in %j', (text) => {
    expect(found(secretAssignment, text)).toEqual([]);
  });
});
