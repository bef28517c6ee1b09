import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { generate, type Packet, parser } from 'mqtt-packet';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { LeaseGrant } from '../../wire/lease.ts';
import { mqttChannel, signedUrl } from './mqtt-channel.ts';
import { createAgents, createProxyRule } from './proxy.ts';
import type { PushChannel } from './push-channel.ts';
import { FakeControl, ManualClock } from './testing.ts';
import { createTeller } from './testing-push.ts';

/** A broker of one topic on loopback, as far as an agent talks to it. */
let server: http.Server;
let sockets: Set<Duplex>;
let seen: { url: string; host: string | undefined; packets: Packet[] }[];
/** Packets that it does not answer, and what it answers a subscription with. */
let silent: Set<string>;
let granted: number;
let proxied: string[];
let proxy: http.Server;
let channels: PushChannel[];
const RETAINED = Buffer.from('what is retained');

beforeEach(async () => {
  [sockets, seen, silent, granted, proxied, channels] = [new Set(), [], new Set(), 1, [], []];
  const sessions = new WebSocketServer({ noServer: true, handleProtocols: () => 'mqtt' });
  server = http.createServer((_, response) => response.writeHead(403).end());
  server.on('upgrade', (request, socket, head) => {
    sessions.handleUpgrade(request, socket, head, (session) => {
      const stream = createWebSocketStream(session);
      sockets.add(stream);
      stream.on('error', () => {}).on('close', () => sockets.delete(stream));
      const packets: Packet[] = [];
      seen.push({ url: request.url!, host: request.headers.host, packets });
      const read = parser();
      read.on('packet', (packet: Packet) => {
        packets.push(packet);
        if (silent.has(packet.cmd)) return;
        if (packet.cmd === 'connect') stream.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }));
        if (packet.cmd === 'pingreq') stream.write(generate({ cmd: 'pingresp' }));
        if (packet.cmd === 'subscribe') {
          stream.write(generate({ cmd: 'suback', messageId: packet.messageId!, granted: [granted] }));
          if (granted < 3) say(stream, RETAINED);
        }
      });
      stream.on('data', (bytes) => read.parse(bytes as Buffer));
    });
  });
  proxy = http.createServer();
  proxy.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    proxied.push(request.url!);
    const there = net.connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    for (const one of [there, socket]) one.on('error', () => {});
  });
  for (const one of [server, proxy]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const channel of channels) channel.close();
  for (const stream of sockets) stream.destroy();
  for (const one of [server, proxy]) {
    one.closeAllConnections();
    await new Promise((resolve) => one.close(resolve));
  }
});

const say = (stream: Duplex, payload: Buffer, topic = 'test/gate') =>
  stream.write(generate({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: true }));
const at = (one: http.Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !condition(); ) {
    if (Date.now() > end) throw new Error('did not come');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function setup({ endpoint = at(server), environment = {} as NodeJS.ProcessEnv } = {}) {
  const clock = new ManualClock();
  const push = createTeller().offer(1);
  const control = new FakeControl(clock);
  const lease = (more: Partial<LeaseGrant['credentials']> = {}) =>
    control.lease({ device: 'd', acked: 0 }).then((grant) => ({
      ...grant,
      credentials: { ...grant.credentials, sessionToken: 'to/ken', ...more },
    }));
  const heard: string[] = [];
  const agents = createAgents(createProxyRule({ environment }));
  const channel = mqttChannel({ clock, random: () => 0, endpoint, agents: () => agents })(
    {
      up: () => heard.push('up'),
      down: () => heard.push('down'),
      message: (message) => heard.push(Buffer.from(message).toString()),
    },
    () => clock.now() + 50_000,
  );
  channels.push(channel);
  channel.use(push, await lease());
  return { clock, channel, push, lease, heard };
}

test('connects under a random name, listens to the one topic, hears what is retained and what comes', async () => {
  const { heard } = await setup();
  await until(() => heard.length === 2);
  expect(heard.toSorted()).toEqual(['up', 'what is retained']);
  const [{ url, host, packets }] = seen as [(typeof seen)[0]];
  expect(host).toBe('push.test');
  expect(url).toMatch(/^\/mqtt\?X-Amz-Algorithm=.*&X-Amz-Signature=[0-9a-f]{64}&X-Amz-Security-Token=to%2Fken$/);
  expect(packets[0]).toMatchObject({
    cmd: 'connect',
    clean: true,
    clientId: expect.stringMatching(/^test-agent-[0-9a-f]{24}$/),
  });
  expect(packets[1]).toMatchObject({ cmd: 'subscribe', subscriptions: [{ topic: 'test/gate', qos: 1 }] });
  for (const stream of sockets) {
    say(stream, Buffer.from('of another'), 'test/other');
    say(stream, Buffer.from('next'));
  }
  await until(() => heard.length === 3);
  expect(heard.at(-1)).toBe('next');
});

test('goes through the proxy that is set', async () => {
  const { heard } = await setup({ endpoint: 'http://push.test:80', environment: { HTTP_PROXY: at(proxy) } });
  await until(() => heard.length === 2);
  expect(proxied).toEqual(['push.test:80']);
});

test('one that was cut is down, and comes again by itself, under another name', async () => {
  const { clock, heard } = await setup();
  await until(() => heard.length === 2);
  for (const stream of sockets) stream.destroy();
  await until(() => heard.includes('down'));
  await clock.pass(1_000);
  await until(() => heard.length === 5);
  expect(heard.toSorted()).toEqual(['down', 'up', 'up', 'what is retained', 'what is retained']);
  const [first, second] = seen.map(({ packets }) => (packets[0] as { clientId: string }).clientId);
  expect(first).not.toBe(second);
});

test('what may not listen is down, and is tried again', async () => {
  granted = 128;
  const { clock, heard } = await setup();
  await until(() => heard.includes('down'));
  granted = 1;
  await clock.pass(1_000);
  await until(() => heard.includes('up'));
});

test('credentials that have run out connect nobody; those of the next lease do', async () => {
  const { clock, channel, push, lease, heard } = await setup();
  await until(() => heard.length === 2);
  await clock.pass(900_000);
  for (const stream of sockets) stream.destroy();
  await until(() => heard.includes('down'));
  await clock.pass(600_000);
  expect(seen).toHaveLength(1);
  channel.use(push, await lease());
  await until(() => heard.length === 5);
});

test('renewals leave one that stands alone, and put off none that waits', async () => {
  const { clock, channel, push, lease, heard } = await setup();
  await until(() => heard.length === 2);
  for (let time = 0; time < 5; time++) channel.use(push, await lease());
  expect(seen).toHaveLength(1);
  server.removeAllListeners('upgrade');
  server.on('upgrade', (_request, socket: Duplex) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  for (const stream of sockets) stream.destroy();
  let tries = 0;
  server.on('upgrade', () => tries++);
  await until(() => heard.includes('down'));
  for (let time = 0; time < 40; time++) {
    await clock.pass(1_000);
    channel.use(push, await lease());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(8);
});

test('an address that moved is gone to', async () => {
  const { channel, push, lease, heard, clock } = await setup();
  await until(() => heard.length === 2);
  channel.use({ ...push, host: 'other.test' }, await lease());
  await until(() => heard.includes('down'));
  await clock.pass(1_000);
  await until(() => seen.length === 2);
  expect(seen[1]!.host).toBe('other.test');
});

test('the address is signed as AWS asks for it', () => {
  const grant = {
    stream: { name: 's', region: 'us-east-1' },
    credentials: {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      sessionToken: '',
      expiration: 0,
    },
  };
  expect(signedUrl('wss://a.example/mqtt', 'a.example', grant, Date.UTC(2026, 10, 30, 12, 0, 0, 250))).toBe(
    'wss://a.example/mqtt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261130%2Fus-east-1%2Fiotdevicegateway%2Faws4_request&X-Amz-Date=20261130T120000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=70da2d8b4bbccbba050efc8cdd3e443e20ea9fd676712162268a45344e625377',
  );
});
