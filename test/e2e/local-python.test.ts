/** What keeps the local cloud's Python from being made: each is one line that says what to do, and leaves nothing. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LocalCloudError } from '../../tools/local/index.ts';
import { Python, type PythonOptions } from '../../tools/local/python.ts';

let dir: string;
beforeEach(() => {
  const local = join(import.meta.dirname, '../../.local');
  mkdirSync(local, { recursive: true });
  dir = mkdtempSync(join(local, 'python-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A program that stands for a host's Python: it answers `says` to the question for its version. */
function fakePython(says: string, then = 'exit 0'): string {
  const file = join(dir, `fake-python-${says}`);
  writeFileSync(file, `#!/bin/sh\nif [ "$1" = -c ]; then echo ${says}; exit 0; fi\n${then}\n`);
  chmodSync(file, 0o755);
  return file;
}

async function failure(options: PythonOptions): Promise<string> {
  const venv = join(dir, 'venv');
  const python = new Python({ venv, ...options });
  const error = await python.ensure().catch((reason) => reason);
  expect(error).toBeInstanceOf(LocalCloudError);
  expect(error.message.split('\n')).toHaveLength(1);
  expect(existsSync(venv)).toBe(false);
  return error.message;
}

test('no Python', async () => {
  expect(await failure({ hosts: [join(dir, 'nowhere')] })).toMatch(/not found: .* 3\.10 or newer/);
});

test('a Python that is too old', async () => {
  expect(await failure({ hosts: [fakePython('3.9')] })).toMatch(/^Python 3\.9 is too old: .* 3\.10/);
});

test('a newer one is taken where the first is too old', async () => {
  const tooOld = fakePython('3.9');
  const newer = fakePython('3.12', 'echo the newer one was asked >&2; exit 1');
  expect(await failure({ hosts: [tooOld, newer] })).toMatch(/the newer one was asked/);
});

test('a Python without its venv module', async () => {
  const why = "echo 'The virtual environment was not created successfully because ensurepip is not available.'; exit 1";
  expect(await failure({ hosts: [fakePython('3.12', why)] })).toMatch(/apt install python3-venv/);
});

test('no network', async () => {
  const requirements = join(dir, 'requirements.txt');
  writeFileSync(requirements, 'ministack==1.5.33\n');
  // An index on a port where nothing listens is what pip sees without a network.
  const env = {
    ...(process.env as Record<string, string>),
    PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
    PIP_CONFIG_FILE: '/dev/null',
  };
  expect(await failure({ requirements, env })).toMatch(/^No network: /);
});

test('an environment that was finished is not made again; one of other versions, or half-made, is', async () => {
  const requirements = join(dir, 'requirements.txt');
  writeFileSync(requirements, '');
  // Makes an environment whose Python is the fake itself, which "installs" whatever it is told to.
  const made = join(dir, 'made');
  const host = fakePython(
    '3.12',
    `[ "$2" = venv ] && { echo >> ${made}; mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; }; exit 0`,
  );
  const python = new Python({ venv: join(dir, 'venv'), requirements, hosts: [host] });
  const times = () => readFileSync(made, 'utf8').length;

  await python.ensure();
  await python.ensure();
  expect(times()).toBe(1);
  writeFileSync(requirements, '# another version\n');
  await python.ensure();
  expect(times()).toBe(2);
  rmSync(join(dir, 'venv/.sluice-complete'));
  await python.ensure();
  expect(times()).toBe(3);
});
