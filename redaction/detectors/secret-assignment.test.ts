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

  test.each<[string, string[]]>([
    ['key: a8f5f167f44f', []],
    ['key: a8f5f167f44', []],
    ['api_key = "Zx81kkq9LmP0"', ['Zx81kkq9LmP0']],
    ['token => Zx81kkq9LmP0', ['Zx81kkq9LmP0']],
    ['token := Zx81kkq9LmP0', ['Zx81kkq9LmP0']],
    ['token, Zx81kkq9LmP0', ['Zx81kkq9LmP0']],
    ['token Zx81kkq9LmP0', []],
    ['Bearer Zx81kkq9LmP0aa77', ['Zx81kkq9LmP0aa77']],
    ['bearer Zx81kkq9LmP0aa7', []],
    ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', ['QWxhZGRpbjpvcGVuIHNlc2FtZQ==']],
    ['basic needs of employees and more', []],
    ['Authorization: Basic QWxhZGRpbjpvcGVuc2VzYW1l', ['QWxhZGRpbjpvcGVuc2VzYW1l']],
    ['secret: your-secret-key-12345', []],
    ['secret: example12345678', []],
    ['secret: https://x.example/123456', []],
    ['secret: /etc/keys/12345678', []],
    ['secret: ./keys/12345678abc', []],
    ['token=xxxxxxxxxxxxxxxx1', []],
    ['key: my_key_1234567890', []],
    ['key: this.config.key123456', []],
    ['secret: abcdefghijklmnopqrstuvwx', ['abcdefghijklmnopqrstuvwx']],
    ['secret: qwHzkLmXvBnTrYpSdFgJqZcK', ['qwHzkLmXvBnTrYpSdFgJqZcK']],
    ['secret: QwErTyUiOpAsDfGhJkLzXcVbNm', ['QwErTyUiOpAsDfGhJkLzXcVbNm']],
    ['token: 1234567890123456', []],
    ['token: 12345678901234567890123456', []],
    ['token: hello-world-foo-bar', []],
    ['token: hello-world-foo-1234', []],
    ['token: hello-world-foo-12345', ['hello-world-foo-12345']],
    ['token: aaaaaaaaaaa1', []],
    ['token: aaaa1111aaaa1111aaaa', []],
    ['token: abcdabcd1234abcd1234', []],
    ['salt = 9f86d081884c7d65.', ['9f86d081884c7d65']],
    ['salt = 9f86d081884c7d65,', ['9f86d081884c7d65']],
    ['salt: 9f86d081884c:', ['9f86d081884c']],
    ['session["id"] = "Zx81kkq9LmP0aa"', []],
    ['cookie: sid=Zx81kkq9LmP0aa77', ['sid=Zx81kkq9LmP0aa77']],
    ['csrf-token: Zx81kkq9LmP0aa77', ['Zx81kkq9LmP0aa77']],
    ['passkey: "Zx81kkq9LmP0aa"', ['Zx81kkq9LmP0aa']],
    ["dsn='Zx81kkq9LmP0aa'", ['Zx81kkq9LmP0aa']],
    ['token: Zx81kkq9LmP0;', ['Zx81kkq9LmP0']],
    ['tokens: Zx81kkq9LmP0', []],
    ['webhook: T00000000/B00000000/XXXXXXXX1234', []],
    ['token: 123456789012345678901234a', []],
    ['token: 12345678901a', []],
    ['token: 1234567890ab', ['1234567890ab']],
    ['key: !@#$%^&*~+/_.=-:!@#$%^&*~+', []],
    ['secret: aaaabbbbccccddddeeeeffff', []],
    ['secret: QwErTyUiOpAsDfGhJkLzXcV', []],
    ['secret: QwErTyUiOpAsDfGhJkLzXcVb', ['QwErTyUiOpAsDfGhJkLzXcVb']],
    ['token: 1hello-world-foo-bar', ['1hello-world-foo-bar']],
    ['token: 9f86d081884:', []],
    ['token: Zx81kkq9LmP0.,:', ['Zx81kkq9LmP0']],
    ['token: Zx81kkq9Lm.,:', []],
    ['token: abcdefg0abcdefg0', ['abcdefg0abcdefg0']],
    ['token: abcdefg0abcdefg0abcd', []],
    ['token: aaaaaaaaaaaaaaaaaaaaaaaa1', []],
    ['token: 1111111111111111111111111', []],
    ['token: Zx81kkq9LmP0.:.', ['Zx81kkq9LmP0']],
    ['token: Zx81kkq9Lm..:', []],
    ['key: 1!2@3#4$5%6^7&8*9~0+/_.=-1', []],
    ['token: abcdefg0abcdefg0abcdefg0', ['abcdefg0abcdefg0abcdefg0']],
    ['token: Zx81kkq9LmP0...', ['Zx81kkq9LmP0']],
    ['token: Zx81kkq9Lm...', []],
  ])('the form %j', (text, values) => {
    expect(found(secretAssignment, text)).toEqual(values);
  });
});

test.each<[string, string[]]>([
  ['token: qx7', ['qx7']],
  ['  - secret = "q-7"\nnext: 1', ['q-7']],
  ['export API_TOKEN=qx7b # of the test', ['qx7b']],
  ['token: 1234', []],
  ['token: abcd', []],
  ['token: my-token1', []],
  ['token: qx7 and more', []],
  ['see the token: qx7', []],
  ['cookie: qx7', []],
  ['token: q7', []],
])('a short secret in a line of settings: %j', (text, expected) => {
  expect(found(secretAssignment, text)).toEqual(expected);
  expect(spansOf(secretAssignment, text).every(({ type }) => type === 'SECRET')).toBe(true);
});
