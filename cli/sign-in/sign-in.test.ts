import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { type AddressInfo, createServer as createPort } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { WELL_KNOWN_PATH, type WellKnown } from '../../api/well-known.ts';
import { browse } from '../../test/fixtures/browser.ts';
import { CLIENT_ID, type OidcProvider, SCOPES, startOidcProvider } from '../../test/fixtures/oidc-provider.ts';
import { runSluice } from '../../test/fixtures/run.ts';
import { sluice } from '../../test/fixtures/sluice.ts';
import { BROWSER } from '../../test/fixtures/typed.ts';
import { until } from '../../tools/local/until.ts';
import { loadSession, saveSession, sessionFile } from '../session.ts';
import { listen } from './loopback.ts';
import { tokenOf } from './renew.ts';
import { programAddress, readWellKnown } from './well-known.ts';

const VARIABLES = [
  'XDG_CONFIG_HOME',
  'BROWSER',
  'SLUICE_TEST_BROWSER',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'SLUICE_API',
] as const;
const typed = (login: string) => ({ login: [login], password: ['any'] });

let provider: OidcProvider;
/** A program: its document, and one route that says who asked, by a token that it verified. */
let api: { url: string; document: WellKnown; answer?: [status: number, headers: Record<string, string>, body: string] };
let server: Server;
let folder: string;
const before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));

beforeAll(async () => {
  provider = await startOidcProvider();
  const keys = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`));
  server = createServer(async (request, response) => {
    if (request.url === WELL_KNOWN_PATH) {
      const [status, headers, body] = api.answer ?? [200, {}, JSON.stringify(api.document)];
      return response.writeHead(status, headers).end(body);
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const verified = await jwtVerify(token, keys, { issuer: provider.issuer, audience: CLIENT_ID }).catch(
      () => undefined,
    );
    response.writeHead(verified ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(verified ? { grants: [] } : { message: 'Unauthorized' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await provider.close();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signIn = { issuer: provider.issuer, clientId: CLIENT_ID, scopes: SCOPES, groupsClaim: 'groups' };
  api = {
    url,
    document: {
      ...{ version: 1, program: 'model-capability', stage: 'prod', api: url, publicKeys: [], wire: { version: 1 } },
      ...{ release: '0.2.0', serving: true, signIn: { ...signIn, redirectUris: provider.redirectUris } },
    },
  };
  folder = mkdtempSync(join(tmpdir(), 'sluice-sign-in-'));
  for (const name of VARIABLES) delete process.env[name];
  process.env.XDG_CONFIG_HOME = folder;
  process.env.BROWSER = BROWSER;
  process.env.SLUICE_TEST_BROWSER = JSON.stringify(typed('ada+employees+stewards'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  provider.away = false;
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** Logged in, as of `sluice login ADDRESS`. */
async function loggedIn(): Promise<void> {
  const { code, err } = await sluice('login', api.url);
  expect({ code, err }).toMatchObject({ code: 0 });
}
/** The session's token is about to end. */
const age = (more: object = {}): void =>
  void saveSession('default', { ...loadSession('default'), expires: Date.now() - 1, ...more });

describe('sluice login ADDRESS', () => {
  test('opens the browser, and remembers who came back; the service takes the token', async () => {
    const { code, out, err } = await sluice('login', api.url);

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining(`${provider.issuer}/auth?`) });
    expect(out).toMatch(/groups +employees, stewards/);
    expect(out).toMatch(/user +ada@example\.com/);
    const session = loadSession('default');
    expect(session).toMatchObject({
      api: api.url,
      groups: ['employees', 'stewards'],
      refreshToken: expect.any(String),
    });
    expect(statSync(sessionFile('default')).mode & 0o777).toBe(0o600);
    expect(await sluice('grants', 'list')).toMatchObject({ code: 0, err: '' });
  });

  test('on a terminal without a browser: a code, typed in elsewhere', async () => {
    delete process.env.BROWSER;
    const visited = jest.fn();
    const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      const { open } = /"open"/.test(String(text)) ? (JSON.parse(String(text)) as { open: string }) : {};
      if (open) browse(new URL(open), { ...typed('grace+employees'), user_code: [] }, () => false).catch(visited);
      return true;
    });
    const out: string[] = [];
    const outSpy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
    const { main } = await import('../program.ts');

    const code = await main(['node', 'sluice', '--json', 'login', api.url]);

    spy.mockRestore();
    outSpy.mockRestore();
    expect(code).toBe(0);
    expect(JSON.parse(out.join(''))).toMatchObject({ user: 'grace@example.com', groups: ['employees'], renews: true });
    // It ends at a page that has nothing to fill in.
    expect(visited.mock.calls.flat().map(String)).toEqual([expect.stringContaining('the browser stands at')]);
  });

  test('without browser and code: the address is shown, and the one that it ended at is pasted', async () => {
    api.document.signIn.redirectUris = ['http://127.0.0.1:8499/callback'];
    let pasted = '';
    const { PassThrough } = await import('node:stream');
    const stdin = new PassThrough();
    jest.spyOn(process, 'stdin', 'get').mockReturnValue(stdin as never);
    const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      const open = /^ {2}(http\S+)$/m.exec(String(text))?.[1];
      if (open) {
        browse(new URL(open), typed('ada+employees'), (url) => url.port === '8499').then((url) => {
          pasted = url.href;
          stdin.end(`${pasted}\n`);
        });
      }
      return true;
    });
    const { main } = await import('../program.ts');
    const quiet = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);

    const code = await main(['node', 'sluice', 'login', api.url, '--no-browser']);

    spy.mockRestore();
    quiet.mockRestore();
    jest.restoreAllMocks();
    expect({ code, pasted }).toEqual({ code: 0, pasted: expect.stringContaining('/callback?code=') });
  });

  test('again, nobody has to say where', async () => {
    await loggedIn();

    expect((await sluice('login')).code).toBe(0);
    expect((await sluice('--session', 'other', 'login')).err).toContain('sluice login https://ADDRESS');
  });

  test('a token without the claim of groups is told apart from one of nobody’s groups', async () => {
    api.document.signIn.groupsClaim = 'roles';
    const { code, err } = await sluice('login', api.url);

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('puts no groups into the ID token') });
    expect(loadSession('default').groups).toBeUndefined();
    api.document.signIn.groupsClaim = 'groups';
    process.env.SLUICE_TEST_BROWSER = JSON.stringify(typed('eve'));
    expect((await sluice('login', api.url)).err).not.toContain('puts no groups');
    expect(loadSession('default').groups).toEqual([]);
  });

  test('nobody comes back: the port is given back, and that is said', async () => {
    const listening = await listen(['http://localhost/callback'], 50);

    await expect(listening.back('state')).rejects.toMatchObject({ reason: 'given-up' });
  });

  test('a ready token is taken from stdin, if it is of the program’s provider', async () => {
    await loggedIn();
    const { token } = loadSession('default');
    const { PassThrough } = await import('node:stream');
    const given = async (text: string) => {
      const spy = jest.spyOn(process, 'stdin', 'get').mockReturnValue(new PassThrough().end(text) as never);
      const ended = await sluice('--session', 'job', 'login', api.url, '--token');
      spy.mockRestore();
      return ended;
    };

    expect((await given(token)).code).toBe(0);
    expect(loadSession('job').refreshToken).toBeUndefined();
    const saying = (claims: object) => {
      const [head, body, signature] = token.split('.');
      const all = { ...JSON.parse(Buffer.from(body!, 'base64url').toString()), ...claims };
      return [head, Buffer.from(JSON.stringify(all)).toString('base64url'), signature].join('.');
    };
    expect(await given(saying({ aud: ['another', 'third'] }))).toMatchObject({
      code: 2,
      err: expect.stringContaining(`That token is for another, third; the program takes those for ${CLIENT_ID}.`),
    });
    expect(await given(saying({ token_use: 'access' }))).toMatchObject({
      code: 2,
      err: expect.stringContaining('That is a token for access; the program takes ID tokens.'),
    });
    api.document.signIn.audience = ['job', 'third'];
    expect((await given(saying({ aud: ['another', 'third'] }))).code).toBe(0);
    expect((await given(saying({ aud: undefined }))).code).toBe(0);
    expect((await given(saying({ email_verified: false }))).out).not.toContain('ada@example.com');
    api.document.signIn.issuer = 'https://login.example.com';
    expect(await given(token)).toMatchObject({
      code: 2,
      err: expect.stringContaining('takes those of https://login.ex'),
    });
    for (const text of ['', 'a', 'a.b.c', 'a.e30']) {
      expect(await given(text)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/^sluice: .*no ID token: it has three/m),
      });
    }
  });

  test('a password is for a pool’s own address, never for the program’s', async () => {
    const { code, err } = await sluice('login', api.url, '--user', 'ada');

    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('log in without --user') });
  });
});

describe('an address', () => {
  const of = (change: Partial<WellKnown>) => JSON.stringify({ ...api.document, ...change });
  test.each<[string, () => typeof api.answer, RegExp]>([
    [
      'of another program',
      () => [200, {}, of({ api: 'https://other.example.com' })],
      /says that it is https:\/\/other/,
    ],
    ['that sends on', () => [302, { location: 'https://evil.example' }, ''], /sends on to somewhere else/],
    ['of something else', () => [200, {}, '<html>'], /is not the address of a program/],
    ['of nothing', () => [404, {}, '{}'], /is not the address of a program \(HTTP 404/],
    ['of a later version', () => [200, {}, JSON.stringify({ version: 2 })], /speaks version 2/],
    ['that is half there', () => [200, {}, of({ signIn: undefined as never })], /not readable: signIn/],
  ])('%s is refused in a sentence, and nothing is sent on', async (_what, answer, sentence) => {
    api.answer = answer()!;
    const asked = provider.asked.length;

    const { code, err } = await sluice('login', api.url);

    expect({ code, err }).toEqual({ code: 5, err: expect.stringMatching(sentence) });
    expect(provider.asked.length).toBe(asked);
  });

  test.each(['http://sluice.example.com', 'ftp://x', 'https://ada:secret@sluice.example.com', 'https://'])(
    '%s is none',
    (typed) => expect(() => programAddress(typed)).toThrow(/no address|not an https|name or a password/),
  );

  test('is the same however it is typed', () => {
    expect(
      ['sluice.example.com', 'https://Sluice.example.com/', 'https://sluice.example.com:443/#x'].map(programAddress),
    ).toEqual(Array(3).fill('https://sluice.example.com'));
  });

  test('nobody there', async () => {
    await expect(readWellKnown('http://127.0.0.1:9')).rejects.toMatchObject({ reason: 'unreachable', exitCode: 5 });
  });
});

describe('a session', () => {
  test('renews itself, by a refresh token that is good once', async () => {
    await loggedIn();
    const { refreshToken } = loadSession('default');
    age();

    expect(await sluice('grants', 'list')).toMatchObject({ code: 0, err: '' });

    const after = loadSession('default');
    expect(after.refreshToken).not.toBe(refreshToken);
    expect(after.expires).toBeGreaterThan(Date.now());
    expect(after.groups).toEqual(['employees', 'stewards']);
  });

  test('of which many commands ask at once, is renewed once, and by none of them lost', async () => {
    await loggedIn();
    age();
    const asked = provider.asked.length;

    const env = { XDG_CONFIG_HOME: folder, SLUICE_TOKEN: '' };
    const ended = await Promise.all([
      ...Array.from({ length: 3 }, () => runSluice(['grants', 'list'], { env })),
      ...Array.from({ length: 5 }, () => tokenOf('default', undefined)),
    ]);

    expect(ended.slice(0, 3)).toEqual(Array(3).fill(expect.objectContaining({ code: 0, stderr: '' })));
    expect(provider.asked.slice(asked).filter((one) => one === 'POST /token')).toHaveLength(1);
    age();
    expect((await sluice('grants', 'list')).code).toBe(0);
  });

  test('that is renewed when Ctrl-C comes is whole, and then the command ends', async () => {
    await loggedIn();
    const { refreshToken } = loadSession('default');
    age();
    const { promise, resolve: goOn } = Promise.withResolvers<void>();
    provider.held = promise;
    const asked = provider.asked.length;
    const env = { ...process.env, XDG_CONFIG_HOME: folder, SLUICE_TOKEN: '', NODE_OPTIONS: '' };
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts', 'grants', 'list'],
      {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const printed: Buffer[] = [];
    child.stdout.on('data', (text: Buffer) => printed.push(text));
    const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve([code, signal])));
    await until(() => provider.asked.slice(asked).includes('POST /token'), 20_000);

    child.kill('SIGINT');
    // Whoever goes at once goes now, with the provider's answer still to come.
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300))]);
    goOn();

    expect(await ended).toEqual([null, 'SIGINT']);
    expect(Buffer.concat(printed).toString()).toBe('');
    provider.held = undefined;
    expect(loadSession('default').refreshToken).not.toBe(refreshToken);
    age();
    expect((await sluice('grants', 'list')).code).toBe(0);
  });

  test('of a machine whose clock is behind is renewed when the service does not take its token', async () => {
    await loggedIn();
    const { token, refreshToken } = loadSession('default');
    saveSession('default', { ...loadSession('default'), token: `${token}x`, expires: Date.now() + 3_600_000 });

    expect(await sluice('grants', 'list')).toMatchObject({ code: 0, err: '' });

    expect(loadSession('default').refreshToken).not.toBe(refreshToken);
  });

  test('that the provider ended says how to log in again', async () => {
    await loggedIn();
    age({ refreshToken: 'used' });

    const { code, err } = await sluice('grants', 'list');

    expect({ code, err }).toEqual({ code: 4, err: expect.stringContaining(`Log in again: sluice login ${api.url}`) });
  });

  test('outlives a provider that is away', async () => {
    await loggedIn();
    age();
    const kept = readFileSync(sessionFile('default'), 'utf8');
    provider.away = true;

    const { code, err } = await sluice('grants', 'list');

    expect({ code, err }).toEqual({ code: 5, err: expect.stringContaining('does not answer as one does') });
    expect(readFileSync(sessionFile('default'), 'utf8')).toBe(kept);
    provider.away = false;
    expect((await sluice('grants', 'list')).code).toBe(0);
  });

  test('keeps the refresh token of an answer that it cannot use', async () => {
    await loggedIn();
    age();
    const { fetch } = globalThis;
    const without = jest.spyOn(globalThis, 'fetch').mockImplementation(async (...asked) => {
      const answer = await fetch(...asked);
      if (!String(asked[0]).endsWith('/token')) return answer;
      const { id_token: _, ...rest } = (await answer.json()) as Record<string, unknown>;
      return Response.json(rest);
    });
    expect(await sluice('grants', 'list')).toMatchObject({ code: 4, err: expect.stringContaining('gave no ID token') });
    without.mockRestore();

    expect(await sluice('grants', 'list')).toMatchObject({ code: 0, err: '' });
  });

  test('whose token is good for some seconds is used as it is while the provider is away', async () => {
    await loggedIn();
    expect((await sluice('grants', 'list')).code).toBe(0);
    age({ expires: Date.now() + 30_000 });
    provider.away = true;

    expect((await sluice('grants', 'list')).code).toBe(0);
  });

  test('without a refresh token ends with its token', async () => {
    await loggedIn();
    const { refreshToken: _none, ...rest } = loadSession('default');
    saveSession('default', { ...rest, expires: Date.now() - 1 });

    expect(await sluice('grants', 'list')).toMatchObject({ code: 4, err: expect.stringContaining('has ended') });
  });

  test('is not sent to another address than its own', async () => {
    await loggedIn();

    const { code, err } = await sluice('--api', 'http://127.0.0.1:9', 'grants', 'list');

    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('its token is not sent there') });
  });

  test('is ended at the provider by logging out, and stays forgotten', async () => {
    await loggedIn();
    const session = loadSession('default');

    expect(JSON.parse((await sluice('--json', 'logout')).out)).toEqual({
      session: 'default',
      loggedIn: false,
      revoked: true,
    });

    expect((await sluice('grants', 'list')).err).toContain('Not logged in. Log in first: sluice login ADDRESS');
    saveSession('default', { ...session, expires: 0 });
    expect((await sluice('grants', 'list')).code).toBe(4);
    provider.away = true;
    expect((await sluice('logout')).out).toContain('could not be asked to end it');
  });

  test.each(['../../x', 'a/b', '.hidden', '', 'a\u001b[2J', 'x'.repeat(65)])(
    'is no file elsewhere: %j',
    async (name) => {
      const { code, err } = await sluice('--session', name, 'logout');

      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('is no name of a session') });
    },
  );

  test('of an earlier version says so, and where to log in again', async () => {
    await loggedIn();
    writeFileSync(sessionFile('default'), JSON.stringify({ api: api.url, token: 'x' }));

    expect((await sluice('grants', 'list')).err).toContain(`Log in again: sluice login ${api.url}`);
    writeFileSync(sessionFile('default'), '{');
    expect((await sluice('grants', 'list')).err).toContain('Log in again: sluice login ADDRESS');
  });
});

/** Of a path that no client of ours would send. */
const statusOf = (port: number, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });

describe('the browser comes back', () => {
  test('to either name of this machine, with what was waited for, past what others send', async () => {
    const { uri, back } = await listen(['http://localhost/callback']);
    const came = back('mine');
    const { port } = new URL(uri);

    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/callback?state=theirs&code=x`)).status).toBe(400);
    // Paths that any page may send a browser to, and that are none.
    for (const path of ['//', '/\\', 'http://[', '//evil.example/callback?state=mine']) {
      expect([path, await statusOf(Number(port), path)]).toEqual([path, 404]);
    }
    const page = await fetch(`http://[::1]:${port}/callback?state=mine&code=c`).catch(() =>
      fetch(`http://127.0.0.1:${port}/callback?state=mine&code=c`),
    );

    expect([page.status, (await came).searchParams.get('code')]).toEqual([200, 'c']);
    await expect(fetch(uri)).rejects.toThrow();
  });

  test('at the first port that is free; when none is, that is said', async () => {
    const taken = createPort().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const busy = `http://localhost:${(taken.address() as AddressInfo).port}/callback`;

    const { uri, close } = await listen([busy, 'http://localhost/callback']);
    close();

    expect(uri).not.toBe(busy);
    await expect(listen([busy])).rejects.toMatchObject({ reason: 'no-port' });
    await expect(listen(['https://evil.example/callback'])).rejects.toThrow('names no address on this machine');
    taken.close();
  });
});
