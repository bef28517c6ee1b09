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
});
