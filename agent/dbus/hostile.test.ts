import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Bus, BusError, connectBus } from './bus.ts';
import { BadMessage, typesOf, unmarshal, Variant } from './marshal.ts';
import { decode, encode, METHOD_RETURN, SIGNAL } from './message.ts';

/** A bus whose other end says what it likes: whatever that is, it costs no endless loop, no memory without a bound, and nobody's call for ever. */

let folder: string;
let server: Server;
let peer: Socket;
let bus: Bus;
/** What the other end answers to a call after the first, which is Hello. */
let answer: (serial: number) => Buffer[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-bus-'));
  const path = join(folder, 'bus');
  answer = () => [];
  server = createServer((socket) => {
    peer = socket;
    socket.on('error', () => {});
    let [greeted, begun] = [false, false];
    let received = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      if (!greeted) {
        greeted = true;
        received = Buffer.alloc(0);
        socket.write('OK 1234\r\n');
        return;
      }
      const at = received.indexOf('BEGIN\r\n');
      if (!begun && at >= 0) {
        begun = true;
        received = received.subarray(at + 7);
      }
      for (let next = decode(received); next; next = decode(received)) {
        received = received.subarray(next.length);
        const { serial, member } = next.message!;
        const said = member === 'Hello' ? [reply(serial, 's', [':1.1'])] : answer(serial);
        for (const bytes of said) socket.write(bytes);
      }
    });
  });
  server.listen(path);
  await once(server, 'listening');
  bus = await connectBus(`unix:path=${path}`, {});
});
afterEach(() => {
  bus.close();
  peer.destroy();
  server.close();
  rmSync(folder, { recursive: true });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let serials = 100;
const reply = (replySerial: number, signature: string, body: unknown[]) =>
  encode({ type: METHOD_RETURN, serial: serials++, replySerial, signature, body });
const call = () => bus.call({ destination: 'x.y', path: '/z', interface: 'a.b', member: 'Get' });

describe('a peer that is hostile', () => {
  test('with a type that takes no room is none: an array of it would never end', () => {
    for (const signature of ['a()', '()', 'a{}', '(i())', 'a{s()}'])
      expect(() => typesOf(signature)).toThrow(BadMessage);
    const array = Buffer.alloc(16);
    array.writeUInt32LE(8, 0);
    expect(() => unmarshal('a()', array, true)).toThrow(BadMessage);
  });

  test('answers with a label of 10 MB: what is asked behind it is answered', async () => {
    let asked = 0;
    answer = (serial) => [
      asked++ === 0 ? reply(serial, 'v', [new Variant('s', 'x'.repeat(10_000_000))]) : reply(serial, 's', ['short']),
    ];
    const label = call();
    label.catch(() => {});
    expect(await call()).toEqual(['short']);
    await expect(label).rejects.toThrow(BusError);
  }, 20_000);

  test('announces a message of 100 MB and sends it: nothing of it is kept, and what comes behind is heard', async () => {
    const heard: unknown[] = [];
    bus.onSignal(({ member }) => heard.push(member));
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const signal = encode({
      type: SIGNAL,
      serial: 1,
      path: '/x',
      interface: 'a.b',
      member: 'Large',
      signature: 'ay',
      body: [Buffer.alloc(8)],
    });
    const grown = 100_000_000;
    signal.writeUInt32LE(signal.readUInt32LE(4) + grown, 4);
    peer.write(signal);
    const part = Buffer.alloc(1_000_000);
    for (let sent = 0; sent < grown; sent += part.length) if (!peer.write(part)) await once(peer, 'drain');
    peer.write(encode({ type: SIGNAL, serial: 2, path: '/x', interface: 'a.b', member: 'Small', body: [] }));
    const deadline = performance.now() + 10_000;
    while (heard.length === 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard).toEqual(['Small']);
    // What has been collected is given back a little later, and on a busy machine later still.
    const kept = () => process.memoryUsage().arrayBuffers - before;
    for (collectGarbage(); kept() >= 30_000_000 && performance.now() < deadline; collectGarbage())
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(kept()).toBeLessThan(30_000_000);
  }, 20_000);

  test('announces more than a bus may carry: it is away, and says so', async () => {
    const closed = new Promise<void>((resolve) => bus.onClose(resolve));
    const head = Buffer.alloc(16);
    head.set([0x6c, SIGNAL, 0, 1]);
    head.writeUInt32LE(0xffff_fff0, 4);
    const asked = call();
    peer.write(head);
    await closed;
    await expect(asked).rejects.toThrow('closed');
  });

  test('never answers: the call ends', async () => {
    await expect(call()).rejects.toThrow('no-answer');
  }, 10_000);

  test('answers with other types than asked, with control characters, with halves of characters: values, and nothing else', async () => {
    for (const [signature, body] of [
      ['i', [5]],
      ['s', ['\u001b[31m\u0000\u202e']],
      ['a{sv}', [[['k', new Variant('ai', [1])]]]],
    ] as const) {
      answer = (serial) => [reply(serial, signature, body as never)];
      expect(await call()).toEqual(body);
    }
  });

  test('sends a byte at a time, and answers what nobody asked', async () => {
    answer = (serial) => [
      reply(9_999_999, 's', ['nobody']),
      ...[...reply(serial, 's', ['slow'])].map((byte) => Buffer.from([byte])),
    ];
    expect(await call()).toEqual(['slow']);
  });
});
