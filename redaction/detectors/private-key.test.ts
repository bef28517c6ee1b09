import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { privateKey } from './private-key.ts';

describe('private-key', () => {
  test.each<[string, string[]]>([
    [
      '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
      ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'],
    ],
    ['x -----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n', ['-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n']],
    [
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\nxx\n-----END PGP PRIVATE KEY BLOCK-----',
      ['-----BEGIN PGP PRIVATE KEY BLOCK-----\nxx\n-----END PGP PRIVATE KEY BLOCK-----'],
    ],
    ['PuTTY-User-Key-File-3: ssh-ed25519', ['PuTTY-User-Key-File-3: ssh-ed25519']],
  ])('finds in %j', (text, values) => {
    expect(found(privateKey, text)).toEqual(values);
    expect(spansOf(privateKey, text).every(({ type }) => type === 'SECRET')).toBe(true);
  });

  test.each(['begin the private key', '-----BEGIN CERTIFICATE-----', 'BEGIN PUBLIC KEY-----', 'PuTTY is a program'])(
    'nothing in %j',
    (text) => {
      expect(found(privateKey, text)).toEqual([]);
    },
  );

  // Written with `~` for `-`, so that no scanner takes them for keys.
  test.each<[string, string[]]>([
    [
      '~~~~~BEGIN PRIVATE KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n~~~~~END PRIVATE KEY~~~~~',
      ['~~~~~BEGIN PRIVATE KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n~~~~~END PRIVATE KEY~~~~~'],
    ],
    [
      '~~~~~BEGIN RSA PRIVATE KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
      ['~~~~~BEGIN RSA PRIVATE KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC'],
    ],
    [
      'x ~~~~~BEGIN OPENSSH PRIVATE KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n~~~~~END OPENSSH PRIVATE KEY~~~~~ y',
      ['~~~~~BEGIN OPENSSH PRIVATE KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n~~~~~END OPENSSH PRIVATE KEY~~~~~'],
    ],
    [
      '~~~~~BEGIN PGP PRIVATE KEY BLOCK~~~~~\n\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n=abcd\n~~~~~END PGP PRIVATE KEY BLOCK~~~~~',
      [
        '~~~~~BEGIN PGP PRIVATE KEY BLOCK~~~~~\n\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n=abcd\n~~~~~END PGP PRIVATE KEY BLOCK~~~~~',
      ],
    ],
    ['~~~~~BEGIN PUBLIC KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n~~~~~END PUBLIC KEY~~~~~', []],
    ['~~~~~BEGIN CERTIFICATE~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC', []],
    [
      'BEGIN PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
      ['BEGIN PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'],
    ],
    ['~~~~~begin private key~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', []],
    [
      '~~~~~BEGIN A B C D PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
      ['~~~~~BEGIN A B C D PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'],
    ],
    ['~~~~~BEGIN A B C D E PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', []],
    ['~~~~~BEGIN PRIVATE KEY----MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', []],
    [
      '"~~~~~BEGIN PRIVATE KEY~~~~~\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n~~~~~END PRIVATE KEY~~~~~\\n"',
      ['~~~~~BEGIN PRIVATE KEY~~~~~\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n~~~~~END PRIVATE KEY~~~~~'],
    ],
    [
      '~~~~~BEGIN PRIVATE KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC!then',
      ['~~~~~BEGIN PRIVATE KEY~~~~~\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC'],
    ],
    ['let us BEGIN PRIVATE talks', []],
    ['to begin', []],
    [
      'PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 1\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nPrivate-MAC: 0000000000000000000000000000000000000000000000000000000000000000 end',
      [
        'PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 1\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nPrivate-MAC: 000000000000000000000000000000000000000000000000000000000000000',
      ],
    ],
    [
      'PuTTY-User-Key-File-3: x\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
      ['PuTTY-User-Key-File-3: x\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC'],
    ],
    [
      '~~~~~BEGIN PRIVATE KEY~~~~~\nMIIEvQIBADANBgkq\n~END PRIVATE KEY~~~~~\nhkiG9w0BAQEFAASC',
      ['~~~~~BEGIN PRIVATE KEY~~~~~\nMIIEvQIBADANBgkq\n~END PRIVATE KEY~~~~~\nhkiG9w0BAQEFAASC'],
    ],
    ['PuTTY is a client', []],
    [
      '~~~~~BEGIN PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC~~~~~END PRIVATE KEY~~~~~ ~~~~~BEGIN PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC~~~~~END PRIVATE KEY~~~~~',
      [
        '~~~~~BEGIN PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC~~~~~END PRIVATE KEY~~~~~',
        '~~~~~BEGIN PRIVATE KEY~~~~~MIIEvQIBADANBgkqhkiG9w0BAQEFAASC~~~~~END PRIVATE KEY~~~~~',
      ],
    ],
    [
      'see PuTTY-User-Key-File-3: x\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nPrivate-MAC: 00 end',
      ['PuTTY-User-Key-File-3: x\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nPrivate-MAC: 00 end'],
    ],
    [
      `PuTTY-User-Key-File-3: x\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n'.repeat(4)}`,
      [`PuTTY-User-Key-File-3: x\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n'.repeat(4)}`],
    ],
    [
      '~~~~~BEGIN PRIVATE KEY~~~~~\nMIIE\n~END A KEY~~~~~\nMIIE',
      ['~~~~~BEGIN PRIVATE KEY~~~~~\nMIIE\n~END A KEY~~~~~\nMIIE'],
    ],
  ])('the form %j', (text, values) => {
    const dashed = (written: string) => written.replaceAll('~', '-');
    expect(found(privateKey, dashed(text))).toEqual(values.map(dashed));
    expect(spansOf(privateKey, dashed(text)).every(({ type }) => type === 'SECRET')).toBe(true);
  });

  test('a key without an end is masked as far as the longest key goes', () => {
    const text = `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}${'MIIEvQIB'.repeat(5_000)}`;
    expect(found(privateKey, text)[0]!.length).toBe(32_768 + 5);
  });

  test('so is one of PuTTY whose end is missing or too far away', () => {
    const text = `PuTTY-User-Key-File-3: ssh-rsa\n${'MIIEvQIB'.repeat(5_000)}`;
    expect(found(privateKey, text)).toEqual([text.slice(0, 32_768)]);
    expect(found(privateKey, `${text}\nPrivate-MAC: 00`)).toEqual([text.slice(0, 32_768)]);
  });

  test('a key within a key is looked at once', () => {
    const begin = `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}`;
    expect(found(privateKey, `${begin}MIIE ${begin}MIIE`)).toEqual([`${begin}MIIE ${begin}MIIE`]);
  });
});
