import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keychainOff, keychainOn, PROGRAMS } from '../test/fixtures/keychains.ts';
import { KeychainError, type KeychainKind, keychainNamed } from './keychain.ts';
import {
  forgetSecret,
  keptBy,
  newSecret,
  openSecret,
  openSecretWaiting,
  SECRET_NAME,
  SecretGone,
  type SecretName,
  seal,
  unseal,
} from './sealed.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-sealed-'));
  keychainOn(folder, 'secret-service');
});
afterEach(() => {
  keychainOff();
  rmSync(folder, { recursive: true });
});
const store = keychainNamed('secret-service');
const KINDS = Object.keys(PROGRAMS) as KeychainKind[];
/** The same secret for a process that does not know it yet. */
function unknown({ kept: _, ...name }: SecretName): SecretName {
  const secret = 'f'.repeat(32);
  store.put(secret, store.get(name.secret)!);
  return { ...name, secret };
}

describe.each(KINDS)('by %s', (kind) => {
  test('what is sealed opens for what it was sealed for, and for nothing else', () => {
    keychainOn(folder, kind);
    const name = newSecret(keychainNamed(kind), 'a test');
    const sealed = seal(name, 'ü and more', ['a', 1]);

    expect(name.secret).toMatch(SECRET_NAME);
    expect(Buffer.from(sealed, 'base64').includes('and more')).toBe(false);
    expect(seal(name, 'ü and more', ['a', 1])).not.toBe(sealed);
    expect(unseal(name, sealed, ['a', 1])).toBe('ü and more');
    for (const bound of [['a', 2], ['a'], [], ['a', 1, 1]]) expect(() => unseal(name, sealed, bound)).toThrow();
    const bytes = Buffer.from(sealed, 'base64');
    for (const at of [0, 13, bytes.length - 1]) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      expect(() => unseal(name, flipped.toString('base64'), ['a', 1])).toThrow();
    }
    forgetSecret(name);
    forgetSecret(name);
  });
});

test('a secret is asked for once; a keychain that is locked then is asked nothing', async () => {
  const name = newSecret(store);
  keychainOn(folder, 'secret-service', "console.error('locked'); end(1);");

  openSecret(name);
  await openSecretWaiting(name);
  expect(unseal(name, seal(name, 'text', []), [])).toBe('text');
});

test.each(['at once', 'waiting'])(
  'one that is locked, gone, or something else now is told apart, asked %s',
  async (how) => {
    const open = async (name: SecretName) => (how === 'waiting' ? openSecretWaiting(name) : openSecret(name));
    const name = unknown(newSecret(store));
    keychainOn(folder, 'secret-service', "console.error('locked'); end(1);");
    await expect(open(name)).rejects.toThrow(KeychainError);
    keychainOn(folder, 'secret-service');
    store.put(name.secret, 'c2hvcnQ=');
    await expect(open(name)).rejects.toThrow('which gives something else');
    store.remove(name.secret);
    await expect(open(name)).rejects.toThrow(SecretGone);
  },
);

test('where none is asked for, or none answers, the file is left: with why, where there is one', () => {
  const kept: string[] = [];
  expect(keptBy('file', () => kept.push('x'))).toEqual({});
  expect(keptBy('auto', ({ kind }) => kept.push(kind))).toEqual({ keychain: store });
  expect(kept).toEqual(['secret-service']);
  const failing = () => {
    throw new KeychainError('no collection');
  };
  expect(keptBy('auto', failing)).toEqual({ problem: 'the Secret Service does not keep it (no collection)' });
  expect(() => keptBy('auto', () => void JSON.parse('{'))).toThrow(SyntaxError);
  process.env.PATH = folder;
  keychainOff();
  process.env.DBUS_SESSION_BUS_ADDRESS = '';
  expect(keptBy('keychain', failing)).toEqual({});
});
