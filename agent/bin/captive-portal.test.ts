import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { AGENT, type RunningAgent, startAgent } from '../../test/fixtures/running-agent.ts';
import { type FakeCloud, startFakeCloud } from '../sdk/testing-cloud.ts';

/** The agent's process in a network that wants a login first: its gateway answers each request with a page, and lets nothing through. */

type Gateway = 'through' | 'page' | 'redirect' | 'page as a service';
/** Long enough not to come about by chance in what is encrypted. */
const DEVICE = 'laptop-of-ada';
const PAGE = '<!doctype html><title>Welcome to the hotel</title>';

let folder: string;
let cloud: FakeCloud;
let agent: RunningAgent | undefined;
let gateway: Gateway;
/** All that the gateway was told while it let nothing through, and what its page was asked. */
let overheard: string;
let loginAsked: number;
const servers: net.Server[] = [];
const open = new Set<net.Socket>();

const listening = (server: net.Server) => {
  servers.push(server);
  server.on('connection', (socket: net.Socket) => {
    open.add(socket);
    socket.on('error', () => {});
  });
  return new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-portal-'));
  [gateway, overheard, loginAsked, agent] = ['through', '', 0, undefined];
  cloud = await startFakeCloud();
});
afterEach(async () => {
  agent?.child.kill('SIGKILL');
  for (const socket of open) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  await cloud.close();
  rmSync(folder, { recursive: true });
});

/** Leases of three seconds: what is captured without one ends soon. */
const shortLeases = () => ({
  filter: {
    ...{ program: 'test', disclosure: '1.0', kinds: { key: ['type', 'class'] } },
    applications: { mousepad: { keys: 'class' as const } },
  },
  flush: { seconds: 0.2, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000 },
  get expires() {
    return Date.now() + 53_000;
  },
});
const event = (key: string) =>
  `${JSON.stringify({ kind: 'key', time: Date.now(), app: 'mousepad', type: 'keydown', key, code: 'KeyA' })}\n`;
/** A put whose answer was cut off is made again with the very same frame, which the service takes once. */
function once() {
  cloud.records = [...new Map(cloud.records.map((record) => [record.Data, record])).values()];
  return cloud.stored();
}
async function stored(count: number) {
  while (once().length < count) await new Promise((resolve) => setTimeout(resolve, 20));
  return once().map((one) => 'class' in one && one.class);
}

/** The services, over TLS, behind the gateway. */
async function startNetwork() {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const name = ['-subj', '/CN=service.test', '-addext', 'subjectAltName=DNS:service.test'];
  execFileSync('openssl', [...made, '-keyout', key, '-out', cert, ...name], { stdio: 'ignore' });
  const behind = await listening(
    tls.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
      const to = net.connect(Number(new URL(cloud.url).port), '127.0.0.1');
      to.on('error', () => socket.destroy());
      socket.on('error', () => to.destroy());
      socket.pipe(to).pipe(socket);
    }),
  );
  const login = await listening(
    http.createServer((_, response) => {
      loginAsked++;
      response.end(PAGE);
    }),
  );
  const proxy = http.createServer((_, response) => response.writeHead(400).end());
  proxy.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    socket.on('error', () => {});
    if (gateway === 'through') {
      const to = net.connect(behind, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      to.on('error', () => socket.destroy());
      open.add(to);
      socket.pipe(to).pipe(socket);
      return;
    }
    overheard += `${request.method} ${request.url} ${JSON.stringify(request.headers)}\n`;
    socket.on('data', (chunk) => {
      overheard += chunk.toString('latin1');
    });
    const html = `content-type: text/html\r\ncontent-length: ${PAGE.length}\r\n\r\n${PAGE}`;
    if (gateway === 'redirect')
      socket.end(`HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:${login}/\r\ncontent-length: 0\r\n\r\n`);
    else if (gateway === 'page') socket.end(`HTTP/1.1 511 Network Authentication Required\r\n${html}`);
    // As if it were connected: what follows is a page where TLS is expected.
    else socket.end(`HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n${html}`);
  });
  return {
    HTTPS_PROXY: `http://127.0.0.1:${await listening(proxy)}`,
    NODE_EXTRA_CA_CERTS: cert,
    AWS_ENDPOINT_URL_KINESIS: 'https://service.test:4443',
  };
}

/** From here on the network is as it is told: connections of before are gone. */
function become(next: Gateway): void {
  gateway = next;
  for (const socket of open) socket.destroy();
  open.clear();
}

test.each(['redirect', 'page', 'page as a service'] as const)(
  'a gateway that answers with a %s is named; nothing is lost, and nothing but the name of the service is told to it',
  async (portal) => {
    cloud.grant = shortLeases();
    agent = startAgent(['--collector', 'stdin', '--device', DEVICE], {
      ...{ api: 'https://service.test', state: folder, env: await startNetwork() },
    });
    const { child, until, lines, ended } = agent;
    await until(({ state }) => state === 'recording');
    child.stdin.write(event('a'));
    await stored(1);

    become(portal);
    child.stdin.write(event('1'));
    await until(({ reason }) => reason === 'captive-portal');
    expect(lines().at(-1)).toMatchObject({ state: 'paused', by: 'proxy', do: expect.stringContaining('browser') });
    expect(once()).toHaveLength(1);

    const seen = lines().length;
    become('through');
    spawnSync(process.execPath, [AGENT, 'resume', '--state', folder]);
    await until(({ state }) => state === 'recording', seen);
    await stored(2);
    child.stdin.end(event('b'));
    expect((await ended).code).toBe(0);

    expect(await stored(3)).toEqual(['letter', 'digit', 'letter']);
    expect(loginAsked).toBe(0);
    expect(overheard).toMatch(/^CONNECT service\.test:4?443 /);
    for (const said of ['token-1', 'Bearer', 'POST', 'PutRecords', 'mousepad', DEVICE])
      expect(overheard).not.toContain(said);
  },
);
