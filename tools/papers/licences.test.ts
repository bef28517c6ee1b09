import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { complaints, isAllowed, packagesOf } from './licences.ts';

const lock = (license: string | undefined, more: object = {}) => ({
  packages: {
    '': { version: '1.0.0', license: 'Apache-2.0' },
    wire: { version: '1.0.0', license: 'Apache-2.0' },
    'node_modules/@sluice/wire': { link: true },
    'node_modules/a/node_modules/@b/c': { version: '2.1.0', ...(license !== undefined && { license }), ...more },
  },
});

describe('licences', () => {
  test.each<[licence: string, allowed: boolean]>([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['Apache-2.0 AND MIT', true],
    ['Apache-2.0 AND GPL-2.0-only', false],
    ['AGPL-3.0-or-later', false],
    ['MPL-2.0', false],
    ['SEE LICENSE IN LICENSE.txt', false],
    ['UNLICENSED', false],
    ['unknown', false],
    ['(MIT AND (GPL-2.0 OR ISC))', false],
    ['constructor', false],
    ['', false],
  ])('%s: allowed to ship is %p', (licence, allowed) => {
    expect(isAllowed(licence)).toBe(allowed);
  });

  test.each<[what: string, license: string | undefined, more: object, said: RegExp | undefined]>([
    ['what may ship', 'MIT', {}, undefined],
    ['copyleft that ships', 'AGPL-3.0-only', {}, /^@b\/c 2\.1\.0 ships, and its licence is AGPL-3\.0-only$/],
    ['none that ships', undefined, {}, /ships, and its licence is unknown$/],
    ['none of development', undefined, { dev: true }, undefined],
    ['copyleft of development that nobody looked at', 'GPL-3.0', { dev: true }, /does not name it$/],
  ])('%s', (_what, license, more, said) => {
    const found = complaints(packagesOf(lock(license, more)), []);
    expect(found).toEqual(said === undefined ? [] : [expect.stringMatching(said)]);
  });

  test('copyleft of development that was looked at is no complaint', () => {
    expect(complaints(packagesOf(lock('GPL-3.0', { dev: true })), ['@b/c'])).toEqual([]);
  });

  test('the lock file names a hundred packages that ship, and all may', () => {
    const packages = packagesOf(JSON.parse(readFileSync('package-lock.json', 'utf8')));
    expect(packages.filter(({ ships }) => ships).length).toBeGreaterThan(100);
    expect(
      complaints(
        packages.filter(({ ships }) => ships),
        [],
      ),
    ).toEqual([]);
  });
});
