import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keyToBind } from '../core/lease/prove-device.ts';
import { sluice } from '../test/fixtures/sluice.ts';

/** The command line in this process, against a service on loopback that binds the key of a device. */
const DEVICE = 'd-aaaaaaaaaaaaaaaaaaaaaaaaaa';
const OWN = {
  subject: 'subject-of-ada',
  state: 'enrolled',
  serial: '',
  disclosure: '',
  enrolledAt: 1,
  outdated: false,
};

let folder: string;
let server: Server;
let asked: { body: { device: string; key: string }; token: string | undefined }[];
let answer: [number, unknown];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-enrol-'));
  Object.assign(process.env, { XDG_CONFIG_HOME: folder, SLUICE_TOKEN: 'token-of-ada', SLUICE_STORE: 'file' });
  asked = [];
  answer = [200, { ...OWN, device: DEVICE, audience: 'model-capability-prod' }];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      asked.push({ body: JSON.parse(text), token: request.headers.authorization });
      response.writeHead(answer[0], { 'content-type': 'application/json' }).end(JSON.stringify(answer[1]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const name of ['XDG_CONFIG_HOME', 'SLUICE_TOKEN', 'SLUICE_STORE']) delete process.env[name];
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const state = () => join(folder, 'agent');
const run = (...args: string[]) =>
  sluice('--api', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...args, '--state', state());
const kept = () =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('credential.json'));
const credential = () => JSON.parse(readFileSync(join(folder, kept()[0]!), 'utf8'));

describe.each([
  ['sluice enrol', ['enrol']],
  ['sluice agent enrol', ['agent', 'enrol']],
])('%s', (_, words) => {
  test('binds a key that was made here, and keeps it where the agent looks; the token is kept nowhere', async () => {
    const { code, out, err } = await run(...words, '--device', 'laptop');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/its key +a file that you alone can read/);
    expect(out).toContain('Nothing is collected yet');
    const [{ body, token }] = asked as [(typeof asked)[0]];
    expect(token).toBe('Bearer token-of-ada');
    const { x, y } = credential().key;
    expect(await keyToBind(body.key, body.device)).toEqual({ x, y });
    expect(credential()).toMatchObject({ device: DEVICE, subject: OWN.subject, audience: 'model-capability-prod' });
    expect(statSync(join(folder, kept()[0]!)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(credential())).not.toContain('token-of-ada');
  });

  test('says it for programs, without the key', async () => {
    const { out } = await run('--json', ...words, '--device', 'laptop');

    expect(JSON.parse(out)).toMatchObject({ ...OWN, device: DEVICE, key: { store: 'file' } });
    expect(out).not.toContain(credential().key.d);
  });
});

test('again: another key in the place of the first', async () => {
  await run('enrol', '--device', 'laptop');
  const first = credential().key.d;
  await run('enrol', '--device', 'laptop');

  expect(kept()).toHaveLength(1);
  expect(credential().key.d).not.toBe(first);
});

test.each([
  ['refused: a removed device', [403, { error: 'device-removed', message: 'You removed it.' }], 3, /removed/],
  ['not logged in', [401, { error: 'unauthenticated', message: 'no' }], 4, /./],
  ['a service that binds no keys', [200, { ...OWN, device: DEVICE }], 1, /binds no keys/],
] as const)('%s: nothing is kept', async (_, given, code, words) => {
  answer = [given[0], given[1]];

  const ended = await run('enrol', '--device', 'laptop');

  expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(words) });
  expect(kept()).toEqual([]);
});

test.each(['../laptop', 'Grace’s MacBook', '-x', ''])(
  '%j is no name of a device, and nobody is asked',
  async (name) => {
    expect(await run('enrol', `--device=${name}`)).toMatchObject({ code: 2, err: expect.stringContaining('letters') });
    expect(asked).toEqual([]);
  },
);

test('a dry run says what would be asked, and keeps nothing', async () => {
  const { code, out } = await run('enrol', '--device', 'laptop', '--dry-run');

  expect([code, asked, kept()]).toEqual([0, [], []]);
  expect(out).toContain('Would ask: POST /enrolments');
});

test('a key that cannot be kept in the keychain that was insisted on is said', async () => {
  const path = process.env.PATH;
  process.env.PATH = folder;
  try {
    const { code, err } = await run('enrol', '--device', 'laptop', '--store', 'keychain');
    expect([code, err.replaceAll(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('with --store file the key is kept'),
    ]);
  } finally {
    process.env.PATH = path;
  }
});
