import { expect, test } from '@jest/globals';
import { found } from './found.ts';
import { statementPassword } from './statement-password.ts';

test.each([
  ["CREATE USER 'a'@'%' IDENTIFIED BY 'larch'", ['larch']],
  ['alter user a identified with mysql_native_password by "larch moth"', ['larch moth']],
  ["ALTER ROLE a WITH PASSWORD 'larch'", ['larch']],
  ["SET PASSWORD FOR 'a'@'b' = 'larch'", ['larch']],
  ["select PASSWORD('larch')", ['larch']],
  ['openssl rsa -in k.pem -passin pass:larch', ['larch']],
  ['wget --http-password=larch https://x.test', ['larch']],
  ['tool --password larch', ['larch']],
  ['docker login --username a --password larch', ['larch']],
  ['tool --api-token larch', ['larch']],
])('%j', (text, expected) => {
  expect(found(statementPassword, text)).toEqual(expected);
});

test.each([
  'tool --password $SECRET',
  'tool --password',
  'IDENTIFIED BY ?',
  'the password field',
  "IDENTIFIED BY '****'",
  'identified by name',
  'cat /etc/passwd x',
  'a secret place',
])('is not %j', (text) => {
  expect(found(statementPassword, text)).toEqual([]);
});
