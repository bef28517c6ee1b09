import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { password } from './password.ts';

describe('password', () => {
  test.each<[string, string[]]>([
    ['password: hunter2', ['hunter2']],
    ['my password is S3cret!x', ['S3cret!x']],
    ['pwd=abc123;', ['abc123']],
    ['PASSWORD="two words"', ['two words']],
    ['kennwort: Geheim!', ['Geheim!']],
    ['the new password is now: abc', ['abc']],
    ['login with password tiger99 please', ['tiger99']],
    ['pin: 4821', ['4821']],
    ['CVV 123', ['123']],
    ['{"password": "p@ss"}', ['p@ss']],
    ['p4ssw0rd = x1y2z3', ['x1y2z3']],
    ['password hunter2!x', ['hunter2!x']],
    ['P@55w0rd is my password', ['P@55w0rd']],
    ['hunter2 was the old password', ['hunter2']],
    ['my password used to be "correct horse battery staple"', ['correct horse battery staple']],
    ['the password will be Tiger99', ['Tiger99']],
  ])('finds in %j', (text, values) => {
    expect(found(password, text)).toEqual(values);
    expect(spansOf(password, text).every(({ type }) => type === 'PASSWORD')).toBe(true);
  });

  test.each([
    'password reset',
    'this is my password',
    'the password should be long',
    'the password is required',
    'password: <your password>',
    `password: $${'{PW}'}`,
    'password = null',
    'forgot my password again',
    'pin the version',
    'pass it on',
    'login page',
    'password=process.env.PW',
    'pass: see below',
    'password manager: yes',
  ])('nothing in %j', (text) => {
    expect(found(password, text)).toEqual([]);
  });
});
