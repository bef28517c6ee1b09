import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { generate, type Packet, parser } from 'mqtt-packet';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { mqttChannel } from './mqtt-channel.ts';
import { createAgents, createProxyRule } from './proxy.ts';
import type { PushChannel } from './push-channel.ts';
import { FakeControl, ManualClock } from './testing.ts';
import { createTeller } from './testing-push.ts';

/** A broker that means harm, or is none: whatever it does, nobody is told anything that was not said on the topic, and the channel is down or tried again. */
let server: http.Server;
let channel: PushChannel | undefined;
let clock: ManualClock;
let heard: string[];
let connections: number;
let answer: (stream: Duplex, packet: Packet) => void;

const TOPIC = 'test/gate';
const connack = (stream: Duplex) => stream.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }));
const suback = (stream: Duplex, { messageId }: Packet) =>
  stream.write(generate({ cmd: 'suback', messageId: messageId!, granted: [1] }));
const publish = (payload: Buffer, qos: 0 | 1 | 2 = 0, topic = TOPIC) =>
  generate({ cmd: 'publish', topic, payload, qos, dup: false, retain: true, ...(qos > 0 && { messageId: 7 }) });

beforeEach(async () => {
  [heard, connections, clock] = [[], 0, new ManualClock()];
  const sessions = new WebSocketServer({ noServer: true, handleProtocols: () => 'mqtt' });
  server = http.createServer((_, response) => response.writeHead(403).end());
  server.on('upgrade', (request, socket, head) =>
    sessions.handleUpgrade(request, socket, head, (session) => {
      connections++;
      const stream = createWebSocketStream(session);
      stream.on('error', () => {});
      const read = parser();
      read.on('packet', (packet: Packet) => answer(stream, packet)).on('error', () => {});
      stream.on('data', (bytes) => read.parse(bytes as Buffer));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  channel?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !condition(); ) {
    if (Date.now() > end) throw new Error(`did not come: ${heard.join()}, ${connections} connections`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function listen() {
  const agents = createAgents(createProxyRule({ environment: {} }));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  channel = mqttChannel({ clock, random: () => 0, endpoint, agents: () => agents })(
    {
      up: () => heard.push('up'),
      down: () => heard.push('down'),
      message: (message) => heard.push(Buffer.from(message).toString('latin1').slice(0, 20)),
    },
    () => clock.now() + 50_000,
  );
  channel.use(createTeller().offer(1), await new FakeControl(clock).lease({ device: 'd', acked: 0 }));
}

const AFTER_SUBSCRIBING: [what: string, send: (stream: Duplex) => void][] = [
  ['bytes that are no packet', (stream) => stream.write(Buffer.from('ff'.repeat(64), 'hex'))],
  ['a packet that is longer than MQTT allows', (stream) => stream.write(Buffer.from('30ffffffff7f', 'hex'))],
  ['a retained message of 4 MB', (stream) => stream.write(publish(Buffer.alloc(4_000_000, 'x')))],
  ['its end', (stream) => stream.destroy()],
];

test.each(AFTER_SUBSCRIBING)(
  '%s: the channel is down, nothing of it is heard, and it is tried again',
  async (_, send) => {
    answer = (stream, packet) => {
      if (packet.cmd === 'connect') connack(stream);
      if (packet.cmd !== 'subscribe') return;
      suback(stream, packet);
      send(stream);
    };
    await listen();
    await until(() => heard.includes('down'));
    expect(heard.filter((one) => !['up', 'down'].includes(one))).toEqual([]);

    answer = (stream, packet) => {
      if (packet.cmd === 'connect') connack(stream);
      if (packet.cmd === 'subscribe') suback(stream, packet);
    };
    await clock.pass(1_000);
    await until(() => heard.at(-1) === 'up');
  },
);

test.each(['connect', 'subscribe'])(
  'who takes the connection and does not answer a %s is left, and tried again',
  async (what) => {
    answer = (stream, packet) => {
      if (packet.cmd === 'pingreq') stream.write(generate({ cmd: 'pingresp' }));
      if (packet.cmd === what) return;
      if (packet.cmd === 'connect') connack(stream);
    };
    await listen();
    await until(() => connections === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toEqual([]);

    await clock.pass(15_000);
    await until(() => heard.includes('down'));
    await clock.pass(1_000);
    await until(() => connections === 2);
    expect(heard).not.toContain('up');
  },
);

test('messages of any quality of service, of other topics and before they were asked for: what is said on the topic alone is heard, once each', async () => {
  answer = (stream, packet) => {
    if (packet.cmd === 'connect') {
      connack(stream);
      stream.write(publish(Buffer.from('of another'), 1, 'test/gate/#'));
    }
    if (packet.cmd === 'pubrec') stream.write(generate({ cmd: 'pubrel', messageId: packet.messageId! }));
    if (packet.cmd !== 'subscribe') return;
    suback(stream, packet);
    // A topic of bytes that are no text.
    stream.write(Buffer.from('3007000500ff00fe41', 'hex'));
    stream.write(publish(Buffer.from('twice'), 2));
    stream.write(publish(Buffer.from('last')));
  };
  await listen();
  await until(() => heard.includes('last') && heard.includes('twice'));
  expect(heard.toSorted()).toEqual(['last', 'twice', 'up']);
});
