import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createControlApi } from './control-api.ts';
import { type ControlUnreachable, ProxyFailed } from './errors.ts';
import { createFetch } from './http.ts';
import { createKinesisSink } from './kinesis.aws.ts';
import { powershell } from './powershell.ts';
import { createAgents, createProxyRule, type RunTool } from './proxy.ts';
import { FakeControl, ManualClock } from './testing.ts';

/** A proxy as offices have one: takes `CONNECT` and nothing else, or does as it is told. */
let proxy: http.Server;
let answer: 'connect' | 'login' | 'refuse' | 'page' | 'redirect' | 'silent';
let connected: string[];
let authorization: string | undefined;
/** The services behind it, over TLS with a certificate of their own. */
let service: https.Server;
let folder: string;
const open = new Set<net.Socket>();
const listen = (server: net.Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-proxy-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-keyout', key, '-out', cert, '-subj', '/CN=service.test', '-addext', 'subjectAltName=DNS:service.test'],
    ],
    { stdio: 'ignore' },
  );
  const control = new FakeControl(new ManualClock());
  service = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    request.resume();
    request.on('end', async () => {
      const body =
        request.url === '/leases'
          ? await control.lease({ device: 'd', acked: 0 })
          : { Records: [{ SequenceNumber: '1' }] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  proxy = http.createServer((_, response) => response.writeHead(400).end());
  proxy.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    open.add(socket);
    socket.on('error', () => {});
    connected.push(request.url!);
    authorization = request.headers['proxy-authorization'];
    if (answer === 'silent') return;
    if (answer === 'login') return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    if (answer === 'redirect') return socket.end('HTTP/1.1 302 Found\r\nlocation: http://login.hotel.test/\r\n\r\n');
    if (answer === 'refuse')
      return socket.end('HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\n\r\n<html>no</html>');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (answer === 'page') return socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>sign in</html>');
    const target = net.connect((service.address() as AddressInfo).port, '127.0.0.1');
    target.on('error', () => socket.destroy());
    socket.pipe(target).pipe(socket);
  });
  await Promise.all([listen(service), listen(proxy)]);
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  service.closeAllConnections();
  await Promise.all([service, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  delete process.env.AWS_ENDPOINT_URL_KINESIS;
});

/** As the agent is made, in an environment with that proxy. */
function throughProxy(how: typeof answer, user = '') {
  [answer, connected, authorization] = [how, [], undefined];
  const environment = { HTTPS_PROXY: `http://${user}127.0.0.1:${(proxy.address() as AddressInfo).port}` };
  const agents = createAgents(createProxyRule({ environment }));
  agents.https.options.ca = readFileSync(join(folder, 'cert.pem'));
  process.env.AWS_ENDPOINT_URL_KINESIS = 'https://service.test:4443';
  const patience = how === 'silent' ? 200 : 5_000;
  const api = createControlApi({
    ...{ url: 'https://service.test', token: () => 't', timeoutMs: patience },
    fetch: createFetch(() => agents),
  });
  const sink = createKinesisSink({ agents, requestTimeout: patience });
  const put = async () => {
    sink.use(await new FakeControl(new ManualClock()).lease({ device: 'd', acked: 0 }));
    const [outcome] = await sink.put([{ number: 1, subject: 's', data: Buffer.from('frame') }]);
    sink.close();
    return outcome;
  };
  return { api, put };
}
const lease = (api: ReturnType<typeof createControlApi>) =>
  api.lease({ device: 'd', acked: 0 }).then(
    () => 'lease',
    (error: ControlUnreachable) => error.reason,
  );

describe('a proxy that is set by the environment', () => {
  test('carries leases and frames, by CONNECT, with TLS from end to end', async () => {
    const { api, put } = throughProxy('connect', 'anna:p%40ss@');
    expect([await lease(api), await put()]).toEqual(['lease', 'acknowledged']);
    expect(connected).toEqual(['service.test:443', 'service.test:4443']);
    expect(authorization).toBe(`Basic ${Buffer.from('anna:p@ss').toString('base64')}`);
  });

  test.each([
    ['login', 'proxy-login'],
    ['refuse', 'proxy-refused'],
    ['page', 'captive-portal'],
    ['redirect', 'captive-portal'],
    ['silent', 'no-answer'],
  ] as const)('that answers with %p is named, of leases and of frames', async (how, reason) => {
    const { api, put } = throughProxy(how);
    expect([await lease(api), await put()]).toEqual([reason, reason]);
  });

  test('that is not there is named', async () => {
    const agents = createAgents(createProxyRule({ environment: { HTTPS_PROXY: 'http://127.0.0.1:1' } }));
    const fetch = createFetch(() => agents);
    expect(await lease(createControlApi({ url: 'https://service.test', token: () => 't', fetch }))).toBe(
      'proxy-unreachable',
    );
  });

  test('a certificate of nobody that is trusted is named', async () => {
    const url = `https://127.0.0.1:${(service.address() as AddressInfo).port}`;
    const fetch = createFetch(() => createAgents(async () => undefined));
    expect(await lease(createControlApi({ url, token: () => 't', fetch }))).toBe('certificate');
  });
});

describe('which proxy', () => {
  const rule = (
    environment: NodeJS.ProcessEnv,
    platform: NodeJS.Platform = 'linux',
    tools: Record<string, string> = {},
  ) => {
    const run: RunTool = async (command, args) => tools[[command, ...args].join(' ')] ?? tools[command];
    const proxyOf = createProxyRule({ environment, platform, run });
    return async (url: string) => (await proxyOf(new URL(url)))?.href;
  };

  test.each<[NodeJS.ProcessEnv, string, string | undefined]>([
    [{}, 'https://a.test', undefined],
    [{ HTTPS_PROXY: 'http://p:1' }, 'https://a.test', 'http://p:1/'],
    [{ https_proxy: 'http://q:1', HTTPS_PROXY: 'http://p:1' }, 'https://a.test', 'http://q:1/'],
    [{ HTTPS_PROXY: 'p:1' }, 'https://a.test', 'http://p:1/'],
    [{ HTTPS_PROXY: 'http://p:1' }, 'http://a.test', undefined],
    [{ ALL_PROXY: 'http://p:1' }, 'http://a.test', 'http://p:1/'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, 'https://a.test', undefined],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'b.test, .a.test' }, 'https://x.a.test', undefined],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.test' }, 'https://ba.test', 'http://p:1/'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.test:444' }, 'https://a.test', 'http://p:1/'],
    [{ HTTPS_PROXY: 'http://p:1', no_proxy: 'a.test:443' }, 'https://a.test', undefined],
    [{ HTTPS_PROXY: '', https_proxy: '' }, 'https://a.test', undefined],
  ])('by %j, for %s: %s', async (environment, url, expected) => {
    expect(await rule(environment)(url)).toBe(expected);
  });

  test('a setting that is no address of a proxy is named', async () => {
    for (const HTTPS_PROXY of ['socks5://p:1', 'http://[', '://']) {
      await expect(rule({ HTTPS_PROXY })('https://a.test')).rejects.toThrow(ProxyFailed);
    }
  });

  const mac =
    '<dictionary> {\n  HTTPSEnable : 1\n  HTTPSPort : 3128\n  HTTPSProxy : p.test\n  ExceptionsList : <array> {\n    0 : *.local\n    1 : b.test\n  }\n}\n';
  const gsettings = (mode: string) => ({
    'gsettings get org.gnome.system.proxy mode': `'${mode}'\n`,
    'gsettings get org.gnome.system.proxy ignore-hosts': "['localhost', 'b.test']\n",
    'gsettings get org.gnome.system.proxy.https host': "'p.test'\n",
    'gsettings get org.gnome.system.proxy.https port': '3128\n',
  });
  test.each<[string, NodeJS.Platform, Record<string, string>, string | undefined]>([
    [
      'libproxy’s tool, which reads scripts',
      'linux',
      { 'proxy https://a.test': 'http://p.test:3128 direct://\n' },
      'http://p.test:3128/',
    ],
    [
      'libproxy’s tool: directly',
      'linux',
      { 'proxy https://a.test': 'direct://\n', ...gsettings('manual') },
      undefined,
    ],
    ['GNOME’s settings', 'linux', gsettings('manual'), 'http://p.test:3128/'],
    ['GNOME’s settings: none', 'linux', gsettings('none'), undefined],
    ['macOS’ settings', 'darwin', { scutil: mac }, 'http://p.test:3128/'],
    ['macOS’ settings: none', 'darwin', { scutil: '<dictionary> {\n}\n' }, undefined],
    ['Windows’ settings', 'win32', { [powershell()]: 'http://p.test:3128/\r\n' }, 'http://p.test:3128/'],
    ['Windows’ settings: directly', 'win32', { [powershell()]: 'https://a.test/\r\n' }, undefined],
    ['no tool at all', 'win32', {}, undefined],
  ])('by %s', async (_, platform, tools, expected) => {
    expect(await rule({}, platform, tools)('https://a.test')).toBe(expected);
    expect(await rule({ HTTPS_PROXY: 'http://own:1' }, platform, tools)('https://a.test')).toBe('http://own:1/');
    expect(await rule({}, platform, tools)('https://localhost:9')).toBeUndefined();
  });

  test.each<[NodeJS.Platform, Record<string, string>]>([
    ['linux', gsettings('auto')],
    ['darwin', { scutil: '<dictionary> {\n  ProxyAutoConfigEnable : 1\n}\n' }],
  ])('a script that no tool here reads (%s) is named, and not taken for none', async (platform, tools) => {
    await expect(rule({}, platform, tools)('https://a.test')).rejects.toMatchObject({ reason: 'pac-not-readable' });
  });

  test('a name with quotes in it stays a text in what the system is asked', async () => {
    const asked: string[] = [];
    const run: RunTool = async (_, args) => {
      asked.push(args.at(-1)!);
      return undefined;
    };
    await createProxyRule({ environment: {}, platform: 'win32', run })(new URL("https://a');whoami;('b.test"));
    expect(asked).toEqual([
      "[System.Net.WebRequest]::GetSystemWebProxy().GetProxy('https://a'');whoami;(''b.test').AbsoluteUri",
    ]);
  });

  test('exceptions of the system hold', async () => {
    expect(await rule({}, 'linux', gsettings('manual'))('https://b.test')).toBeUndefined();
    expect(await rule({}, 'darwin', { scutil: mac })('https://b.test')).toBeUndefined();
  });
});
