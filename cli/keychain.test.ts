import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KeychainError, type KeychainKind, keychainNamed, keychainOf } from '../host/keychain.ts';
import { keychainOff, keychainOn, PROGRAMS } from '../test/fixtures/keychains.ts';
import { run } from '../test/fixtures/run.ts';
import { loadSession, renewSession, type Session, saveSession, sessionFile } from './session.ts';

const SESSION: Session = {
  ...{ version: 2, api: 'https://sluice.example.com/', program: 'model-capability', stage: 'prod' },
  ...{ issuer: 'https://issuer.example.com', clientId: 'cli', groupsClaim: 'groups', expires: 1 },
  ...{ token: 'token-of-ada', refreshToken: 'refresh-of-ada' },
};

let folder: string;
const before = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-keychain-'));
  process.env.XDG_CONFIG_HOME = folder;
});
afterEach(() => {
  keychainOff();
  if (before.XDG_CONFIG_HOME === undefined) delete process.env.XDG_CONFIG_HOME;
  else process.env.XDG_CONFIG_HOME = before.XDG_CONFIG_HOME;
  rmSync(folder, { recursive: true });
});

const on = (kind: KeychainKind, script?: string): void => keychainOn(folder, kind, script);

const text = () => readFileSync(sessionFile('default'), 'utf8');
const KINDS = Object.keys(PROGRAMS) as KeychainKind[];

describe.each(KINDS)('%s', (kind) => {
  test('keeps a secret, gives it back, forgets it; what is not there is not there', () => {
    on(kind);
    const keychain = keychainOf(process.platform, process.env)!;
    const secret = Buffer.alloc(32, 7).toString('base64');

    const kept = keychain.put('00ff', secret);

    expect(keychain.kind).toBe(kind);
    expect(keychain.get('00ff', kept)).toBe(secret);
    keychain.remove('00ff');
    keychain.remove('00ff');
    if (kind !== 'dpapi') expect(keychain.get('00ff', kept)).toBeUndefined();
    const seen = readFileSync(join(folder, 'arguments'), 'utf8');
    expect(seen).not.toContain(secret);
  });

  test('holds the key of a session: the file alone opens nothing, and is renewed as it was kept', async () => {
    on(kind);

    const saved = saveSession('default', SESSION, 'auto');

    expect(saved).toEqual({ file: sessionFile('default'), keychain: keychainNamed(kind).name });
    expect(text()).not.toMatch(/token-of-ada|refresh-of-ada/);
    expect(JSON.parse(text())).toMatchObject({ version: 3, api: SESSION.api, keychain: kind });
    expect(statSync(sessionFile('default')).mode & 0o777).toBe(0o600);
    expect(loadSession('default')).toEqual(SESSION);
    renewSession('default', { ...SESSION, token: 'the-next', expires: 2 });
    expect(text()).not.toContain('the-next');
    expect(loadSession('default')).toEqual({ ...SESSION, token: 'the-next', expires: 2 });
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).not.toMatch(/token-of-ada|the-next/);
    // As another process finds it.
    expect(await status()).toMatchObject({ code: 4, stderr: expect.stringContaining('the provider gave nothing') });
  });

  test('a program that fails: the file alone, with a word about it; and a refusal where the keychain was insisted on', () => {
    on(kind, `console.error('${PROGRAMS[kind].program}: no collection'); end(1);`);

    expect(saveSession('default', SESSION, 'auto').problem).toContain(`${PROGRAMS[kind].program}: no collection`);
    expect(loadSession('default')).toEqual(SESSION);
    expect(() => saveSession('default', SESSION, 'keychain')).toThrow(/With --store file the tokens are kept in/);
  });

  test('one that keeps and does not give back holds nothing', () => {
    on(kind, "given(); say('bm90IGl0'); end(0);");

    expect(saveSession('default', SESSION, 'auto').problem).toContain('it does not give back what it was given');
    expect(text()).toContain('token-of-ada');
  });
});

/** Without what a renewal needs: so the command fails at the session, and not at an issuer that is none. */
async function status() {
  const { refreshToken: _, ...rest } = SESSION;
  renewSession('default', rest);
  const preload = join(folder, 'platform.cjs');
  writeFileSync(preload, `Object.defineProperty(process, 'platform', { value: ${JSON.stringify(process.platform)} });`);
  return run(process.execPath, ['-r', preload, '--disable-warning=ExperimentalWarning', 'bin/sluice.ts', 'status']);
}

describe('a session that is sealed', () => {
  beforeEach(() => on('secret-service'));

  test.each([
    ['api', 'https://elsewhere.example.com/'],
    ['issuer', 'https://elsewhere.example.com'],
    ['clientId', 'other'],
    ['stage', 'dev'],
  ])('opens for nothing else: %s was changed', (field, value) => {
    saveSession('default', SESSION, 'auto');
    writeFileSync(sessionFile('default'), JSON.stringify({ ...JSON.parse(text()), [field]: value }));

    expect(() => loadSession('default')).toThrow(/is not as it was sealed\. Log in again: sluice login/);
  });

  test('another login takes its place, and its key with it; and so does one that is kept in the file', () => {
    saveSession('default', SESSION, 'auto');
    const first = JSON.parse(text()).key;
    saveSession('default', SESSION, 'auto');
    const second = JSON.parse(text()).key;

    expect(second).not.toBe(first);
    expect(keychainNamed('secret-service').get(first)).toBeUndefined();
    saveSession('default', SESSION, 'file');
    expect(keychainNamed('secret-service').get(second)).toBeUndefined();
    expect(loadSession('default')).toEqual(SESSION);
  });

  test('two sessions, and two folders with one name, have keys of their own', () => {
    saveSession('default', SESSION, 'auto');
    saveSession('other', { ...SESSION, token: 'another' }, 'auto');

    expect([loadSession('default').token, loadSession('other').token]).toEqual(['token-of-ada', 'another']);
    expect(JSON.parse(text()).key).toMatch(/^[0-9a-f]{32}$/);
  });

  test('its key is gone, or its keychain does not answer: a sentence that says what to do, to every command alike', async () => {
    saveSession('default', SESSION, 'auto');
    const sealed = text();
    keychainNamed('secret-service').remove(JSON.parse(sealed).key);
    const gone = await run(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts', 'status']);
    on('secret-service', "console.error('Cannot create an item in a locked collection'); end(1);");
    const locked = await run(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts', 'status']);

    const line = 'sluice login https://sluice.example.com/';
    expect(gone).toMatchObject({ code: 4, stderr: expect.stringMatching(/has it no more/) });
    expect(locked).toMatchObject({ code: 4, stderr: expect.stringMatching(/locked collection/) });
    for (const { stderr } of [gone, locked]) expect(stderr.replace(/\s+/g, ' ')).toContain(line);
  });
});

test('a system without a keychain has none: no program, or no bus to reach it by', () => {
  const nothing = { PATH: folder };
  for (const platform of ['darwin', 'win32', 'linux', 'freebsd'] as const) {
    expect(keychainOf(platform, nothing)).toBeUndefined();
  }
  on('secret-service');
  expect(keychainOf('linux', { PATH: folder })).toBeUndefined();
  expect(keychainOf('linux', { PATH: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' })?.kind).toBe('secret-service');
  expect(() => keychainNamed('secret-service').put('a', 'b')).not.toThrow(KeychainError);
});

test('a program of its name in the folder that the command runs in is none, whatever the PATH says', () => {
  on('secret-service');
  const [here, whole] = [process.cwd(), process.env.PATH!];
  process.chdir(folder);
  try {
    for (const path of ['.', '', `.${delimiter}${delimiter}${join(folder, 'nowhere')}`]) {
      process.env.PATH = path;
      expect(keychainOf('linux', process.env)).toBeUndefined();
      expect(keychainOf('win32', process.env)).toBeUndefined();
      expect(() => keychainNamed('secret-service').put('a', 'b')).toThrow(KeychainError);
      expect(() => keychainNamed('secret-service').get('a')).toThrow('secret-tool: not found');
    }
  } finally {
    process.chdir(here);
    process.env.PATH = whole;
  }
  expect(keychainNamed('secret-service').get('a')).toBeUndefined();
});

const real = ['secret-tool', 'gnome-keyring-daemon', 'dbus-run-session'].every((program) =>
  (before.PATH ?? '').split(delimiter).some((at) => isProgram(join(at, program))),
);

/** Where the machine has one (Debian: libsecret-tools gnome-keyring dbus). */
(real ? test : test.skip)('a real Secret Service, on a bus of its own, keeps a session and loses it at the end', () => {
  const script = join(folder, 'real.mjs');
  writeFileSync(
    script,
    `import { forgetSession, loadSession, saveSession, sessionFile } from ${JSON.stringify(join(import.meta.dirname, 'session.ts'))};
import { readFileSync } from 'node:fs';
const saved = saveSession('default', ${JSON.stringify(SESSION)}, 'keychain');
const text = readFileSync(sessionFile('default'), 'utf8');
console.log(JSON.stringify({ saved, clear: text.includes('token-of-ada'), loaded: loadSession('default'), forgot: forgetSession('default') }));`,
  );
  const shell = `echo -n any | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "${process.execPath}" --disable-warning=ExperimentalWarning "${script}"`;
  const out = execFileSync('dbus-run-session', ['--', 'sh', '-c', shell], {
    ...{ encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] },
    env: { ...before, NODE_OPTIONS: '', XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder },
  });

  expect(JSON.parse(out)).toEqual({
    saved: { file: sessionFile('default'), keychain: 'the Secret Service' },
    clear: false,
    loaded: SESSION,
    forgot: true,
  });
});

function isProgram(path: string): boolean {
  try {
    return (statSync(path).mode & 0o111) !== 0;
  } catch {
    return false;
  }
}
