import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  decode,
  ERROR,
  encode,
  lengthOf,
  METHOD_CALL,
  METHOD_RETURN,
  type Message,
  NO_REPLY_EXPECTED,
  SIGNAL,
} from './message.ts';

/**
 * A connection to a message bus of the session: the tray's and accessibility's. Our own, since it is small: the libraries for Node bring an XML parser and
 * streams of their own along, and are as large as the agent (docs/decisions/own-dbus.md).
 */

export class BusError extends Error {
  override name = 'BusError';
  /** Of the error, as the bus names it, e.g. `org.freedesktop.DBus.Error.ServiceUnknown`. */
  readonly error: string;

  constructor(error: string, options?: ErrorOptions) {
    super(error, options);
    this.error = error;
  }
}

export interface Call {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: readonly unknown[];
}

export interface Answer {
  signature: string;
  body: readonly unknown[];
}

/** What is answered to a call; nothing: there is no such method here. */
export type Handler = (call: Message) => Answer | undefined;

export interface Bus {
  /** Answers with the values of the reply. @throws BusError */
  call(call: Call): Promise<readonly unknown[]>;
  /** Asks for signals by a match rule. */
  match(rule: string): Promise<void>;
  onSignal(heard: (signal: Message) => void): void;
  emit(signal: Omit<Call, 'destination'>): void;
  handle(handler: Handler): void;
  onClose(closed: () => void): void;
  close(): void;
}

export const DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/** A bus that does not answer is away, ms. */
const PATIENCE = 5_000;

const unescaped = (value: string) =>
  value.replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The sockets that an address names, first one first. */
export function socketsOf(address: string, environment: NodeJS.ProcessEnv): string[] {
  return address.split(';').flatMap((one) => {
    const [transport, rest = ''] = one.split(/:(.*)/s);
    if (transport !== 'unix') return [];
    const keys = new Map(rest.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]));
    const path = keys.get('path');
    if (path !== undefined) return [unescaped(path)];
    const abstract = keys.get('abstract');
    if (abstract !== undefined) return [`\0${unescaped(abstract)}`];
    return keys.get('runtime') === 'yes' && environment.XDG_RUNTIME_DIR
      ? [join(environment.XDG_RUNTIME_DIR, 'bus')]
      : [];
  });
}

/** Of the session that this process is in; nothing where it is in none. */
export function sessionAddress(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.DBUS_SESSION_BUS_ADDRESS) return environment.DBUS_SESSION_BUS_ADDRESS;
  return environment.XDG_RUNTIME_DIR ? `unix:path=${environment.XDG_RUNTIME_DIR}/bus` : undefined;
}

/** @throws BusError nobody is there, or does not let us in */
export async function connectBus(address: string, environment: NodeJS.ProcessEnv = process.env): Promise<Bus> {
  let cause: unknown;
  for (const path of socketsOf(address, environment)) {
    try {
      const bus = new Connection(await authenticated(path));
      await bus.call({ ...DAEMON, member: 'Hello' });
      return bus;
    } catch (error) {
      cause = error;
    }
  }
  throw new BusError('no-bus', { cause });
}

/** As this user, by the socket itself: SASL EXTERNAL. */
async function authenticated(path: string): Promise<Socket> {
  const socket = connect(path);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = setTimeout(() => reject(new BusError('no-answer')), PATIENCE);
  socket.once('error', reject).once('close', () => reject(new BusError('closed')));
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  let said = '';
  const hear = (data: Buffer) => {
    said += data.toString('latin1');
    if (!said.includes('\r\n')) return;
    if (said.startsWith('OK ')) resolve();
    else reject(new BusError('refused'));
  };
  socket.on('data', hear);
  try {
    await promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
    socket.off('data', hear);
  }
  socket.removeAllListeners();
  socket.write('BEGIN\r\n');
  return socket;
}

class Connection implements Bus {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, { resolve(body: readonly unknown[]): void; reject(error: BusError): void }>();
  #serial = 0;
  #received: Buffer[] = [];
  #bytes = 0;
  /** Bytes that the next message takes, and bytes that are still to be passed over. */
  #enough = 0;
  #passOver = 0;
  #heard: ((signal: Message) => void)[] = [];
  #handlers: Handler[] = [];
  #closed: (() => void)[] = [];
  #isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
    socket.on('error', () => {});
    socket.on('close', () => this.#end());
  }

  #send(message: Omit<Message, 'serial'>): number {
    this.#serial = (this.#serial % 0xffff_fffe) + 1;
    if (this.#isClosed) return this.#serial;
    // What is said in one turn is written at once.
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
      process.nextTick(() => this.#socket.uncork());
    }
    this.#socket.write(encode({ ...message, serial: this.#serial }));
    return this.#serial;
  }

  call(call: Call): Promise<readonly unknown[]> {
    if (this.#isClosed || this.#socket.destroyed) return Promise.reject(new BusError('closed'));
    const { promise, resolve, reject } = Promise.withResolvers<readonly unknown[]>();
    const serial = this.#send({ type: METHOD_CALL, body: [], ...call });
    this.#waiting.set(serial, { resolve, reject });
    // An answer that is waited for keeps the process; who only listens does not.
    this.#socket.ref();
    const late = setTimeout(() => reject(new BusError('no-answer')), PATIENCE);
    return promise.finally(() => {
      clearTimeout(late);
      this.#waiting.delete(serial);
      if (this.#waiting.size === 0 && !this.#socket.destroyed) this.#socket.unref();
    });
  }

  async match(rule: string): Promise<void> {
    await this.call({ ...DAEMON, member: 'AddMatch', signature: 's', body: [rule] });
  }

  onSignal(heard: (signal: Message) => void): void {
    this.#heard.push(heard);
  }

  handle(handler: Handler): void {
    this.#handlers.push(handler);
  }

  onClose(closed: () => void): void {
    this.#closed.push(closed);
  }

  emit(signal: Omit<Call, 'destination'>): void {
    this.#send({ type: SIGNAL, flags: NO_REPLY_EXPECTED, body: [], ...signal });
  }

  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  #take(data: Buffer): void {
    const passed = Math.min(this.#passOver, data.length);
    this.#passOver -= passed;
    const rest = data.subarray(passed);
    this.#received.push(rest);
    this.#bytes += rest.length;
    // Put together once a message is whole, not at every part of it.
    if (this.#bytes < this.#enough) return;
    let received = Buffer.concat(this.#received);
    try {
      for (let next = decode(received); next; next = decode(received)) {
        this.#passOver = Math.max(0, next.length - received.length);
        received = received.subarray(next.length);
        if (next.message) this.#hear(next.message);
      }
      this.#received = [received];
      this.#bytes = received.length;
      this.#enough = lengthOf(received);
    } catch {
      // Where one message ends, and the next begins, is known no more.
      this.close();
    }
  }

  #hear(message: Message): void {
    const { type, replySerial } = message;
    if (type === SIGNAL) for (const heard of this.#heard) heard(message);
    else if (type === METHOD_CALL) this.#answer(message);
    else if (replySerial !== undefined && (type === METHOD_RETURN || type === ERROR)) {
      const waiting = this.#waiting.get(replySerial);
      this.#waiting.delete(replySerial);
      if (type === METHOD_RETURN) waiting?.resolve(message.body);
      else waiting?.reject(new BusError(message.errorName ?? 'unknown'));
    }
  }

  #answer(call: Message): void {
    let answer: Answer | undefined;
    try {
      for (const handler of this.#handlers) answer ??= handler(call);
    } catch {
      // Called with other values than its own: that is no method of ours.
    }
    if ((call.flags ?? 0) & NO_REPLY_EXPECTED) return;
    const to = { replySerial: call.serial, destination: call.sender };
    if (answer) this.#send({ type: METHOD_RETURN, ...to, ...answer });
    else this.#send({ type: ERROR, ...to, errorName: 'org.freedesktop.DBus.Error.UnknownMethod', body: [] });
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const { reject } of this.#waiting.values()) reject(new BusError('closed'));
    this.#waiting.clear();
    for (const closed of this.#closed) closed();
  }
}
