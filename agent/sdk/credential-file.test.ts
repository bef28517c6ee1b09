import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type KeychainKind, keychainNamed } from '../../host/keychain.ts';
import { keychainOff, keychainOn, PROGRAMS } from '../../test/fixtures/keychains.ts';
import { newDeviceKey } from '../../wire/device-proof.ts';
import {
  CredentialError,
  keepCredential,
  moveIntoStore,
  openCredential,
  readCredential,
  seenCredential,
  writeCredential,
} from './credential-file.ts';
import { credentialSchema } from './credential-schema.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-key-store-'));
  file = join(folder, 'device', 'credential.json');
});
afterEach(() => {
  keychainOff();
  rmSync(folder, { recursive: true });
});

const credential = () =>
  credentialSchema.parse({
    ...{ version: 1, api: 'https://api.test', audience: 'sluice-test-prod', subject: 'subject-a', device: 'd-1' },
    ...{ boundAt: 1, madeAt: 2, key: newDeviceKey() },
  });
const text = () => readFileSync(file, 'utf8');
const KINDS = Object.keys(PROGRAMS) as KeychainKind[];
const why = (reason: string) => expect.objectContaining({ name: 'CredentialError', reason });

describe.each(KINDS)('a key in %s', (kind) => {
  beforeEach(() => keychainOn(folder, kind));

  test('is in no file, and comes back; the file is its owner’s alone', async () => {
    const one = credential();

    expect(keepCredential(file, one, 'auto')).toEqual({ store: kind });

    expect(text()).not.toContain(one.key.d);
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).not.toContain(one.key.d);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'device')).mode & 0o777).toBe(0o700);
    expect(seenCredential(file)).toMatchObject({ device: 'd-1', boundAt: 1, store: kind });
    expect(readCredential(file)).toEqual(one);
    expect(await openCredential(file)).toEqual(one);
  });

  test('that is replaced stays where it was kept', () => {
    keepCredential(file, credential(), 'auto');
    const next = { ...credential(), next: credential().key };
    writeCredential(file, next);
    expect(text()).not.toContain(next.key.d);
    expect(readCredential(file)).toEqual(next);
  });

  test('went there from a file: the same key, of the same device, once', () => {
    const one = credential();
    writeCredential(file, one);
    expect(text()).toContain(one.key.d);

    expect(moveIntoStore(file, 'auto')).toEqual({ store: kind });

    expect(text()).not.toContain(one.key.d);
    expect(readCredential(file)).toEqual(one);
    expect(moveIntoStore(file, 'auto')).toBeUndefined();
  });

  test('is in the file where the store fails, which is said; and nowhere where the store was insisted on', () => {
    keychainOn(folder, kind, `console.error('${PROGRAMS[kind].program}: no collection'); end(1);`);
    const one = credential();
    expect(() => keepCredential(file, one, 'keychain')).toThrow(/no collection.*--store file/);
    expect(existsSync(file)).toBe(false);
    expect(keepCredential(file, one, 'auto')).toEqual({
      store: 'file',
      problem: expect.stringMatching(/no collection/),
    });
    expect(moveIntoStore(file, 'auto')).toMatchObject({ store: 'file' });
    expect(readCredential(file)).toEqual(one);
  });
});

describe('a key whose store', () => {
  /** Sealed by another process, so that this one has been given no secret. */
  function sealedElsewhere(): void {
    const script = `import { keepCredential } from ${JSON.stringify(join(import.meta.dirname, 'credential-file.ts'))};
keepCredential(${JSON.stringify(file)}, ${JSON.stringify(credential())}, 'keychain');`;
    const run = join(folder, 'seal.mjs');
    writeFileSync(run, script);
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', run], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  }
  beforeEach(() => keychainOn(folder, 'secret-service'));

  test('does not answer is locked, asked again, and good when it does', async () => {
    sealedElsewhere();
    const before = text();
    keychainOn(folder, 'secret-service', "console.error('Cannot get secret of a locked object'); end(1);");
    await expect(openCredential(file)).rejects.toEqual(why('key-store-locked'));
    expect(() => readCredential(file)).toThrow(CredentialError);
    expect(() => writeCredential(file, credential())).toThrow(CredentialError);

    // As a real one is, where nobody is there to be asked: it finds nothing, says nothing, and lists it.
    keychainOn(
      folder,
      'secret-service',
      "const id = args.at(-1); return args[0] === 'search' ? say('attribute.session = ' + id) : end(1);",
    );
    await expect(openCredential(file)).rejects.toEqual(why('key-store-locked'));
    expect(text()).toBe(before);

    keychainOn(folder, 'secret-service');
    expect(await openCredential(file)).toMatchObject({ device: 'd-1' });
  });

  test('has it no more is gone, for good; no other key is made', async () => {
    sealedElsewhere();
    const before = text();
    keychainNamed('secret-service').remove(JSON.parse(before).secret);
    await expect(openCredential(file)).rejects.toEqual(why('key-store-gone'));
    expect(moveIntoStore(file, 'auto')).toBeUndefined();
    expect(text()).toBe(before);
  });

  test('sealed it for another does not open it', () => {
    keepCredential(file, credential(), 'auto');
    for (const change of [{ subject: 'other' }, { device: 'd-2' }, { audience: 'else' }, { boundAt: 9e15 }]) {
      const other = join(folder, 'other.json');
      writeFileSync(other, JSON.stringify({ ...JSON.parse(text()), ...change }));
      expect(() => readCredential(other)).toThrow(/not as it was sealed/);
    }
  });
});

test('on Windows a new folder is its owner’s and the system’s alone, by the system’s own program; where that fails nothing is kept', () => {
  keychainOn(folder, 'dpapi');
  keepCredential(file, credential(), 'auto');
  const rights = readFileSync(join(folder, 'rights'), 'utf8').trim().split('\n');
  expect(rights.map((line) => JSON.parse(line))).toEqual([
    [
      join(folder, 'device'),
      '/inheritance:r',
      '/grant:r',
      `${userInfo().username}:(OI)(CI)F`,
      '/grant:r',
      '*S-1-5-18:(OI)(CI)F',
    ],
  ]);

  process.env.SystemRoot = join(folder, 'nowhere');
  const other = join(folder, 'other', 'credential.json');
  expect(() => keepCredential(other, credential(), 'auto')).toThrow(/icacls could not take others' rights/);
  expect(existsSync(other)).toBe(false);
});

test('who chose the file keeps it, over starts and over another key', () => {
  keychainOn(folder, 'secret-service');
  keepCredential(file, credential(), 'file');
  expect(moveIntoStore(file, 'auto')).toBeUndefined();
  writeCredential(file, credential());
  expect(moveIntoStore(file, 'auto')).toBeUndefined();
  expect(seenCredential(file)?.store).toBe('file');
});

test('a folder of somebody else’s making is left as it is by a program that keeps its key in it', () => {
  const shared = join(folder, 'shared');
  mkdirSync(shared, { mode: 0o755 });
  writeCredential(join(shared, 'credential.json'), credential());
  expect(statSync(shared).mode & 0o777).toBe(0o755);
});

const isThere = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((at) => existsSync(join(at, program)));
const real = ['secret-tool', 'gnome-keyring-daemon', 'dbus-run-session', 'dbus-send'].every(isThere);

/** Where the machine has one (Debian: libsecret-tools gnome-keyring dbus). */
(real ? test : test.skip)('a real Secret Service keeps the key, locks it away, and has it no more', () => {
  const script = join(folder, 'real.mjs');
  writeFileSync(
    script,
    `import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
const { keepCredential, openCredential } = await import(${JSON.stringify(join(import.meta.dirname, 'credential-file.ts'))});
const file = ${JSON.stringify(file)};
const [step] = process.argv.slice(2);
const answer = step === 'keep' ? keepCredential(file, ${JSON.stringify(credential())}, 'keychain').store
  : await openCredential(file).then(({ device }) => device, ({ reason }) => reason);
console.log(answer);`,
  );
  const node = `"${process.execPath}" --disable-warning=ExperimentalWarning "${script}"`;
  const secrets = 'org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service';
  const lock = `dbus-send --session --print-reply --dest=${secrets}.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null`;
  const shell = [
    'echo -n any | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1',
    `${node} keep`,
    `${node} open`,
    lock,
    `${node} open`,
    'echo -n any | gnome-keyring-daemon --unlock --replace --components=secrets >/dev/null 2>&1',
    'secret-tool clear service sluice',
    `${node} open`,
  ].join('; ');
  const out = execFileSync('dbus-run-session', ['--', 'sh', '-c', shell], {
    ...{ encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] },
    env: { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder },
  });
  expect(out.trim().split('\n')).toEqual(['secret-service', 'd-1', 'key-store-locked', 'key-store-gone']);
});
