import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

/**
 * What stands between agents and the local cloud: it can be away, and it looks at the time of what is signed, as AWS does and the emulator does not.
 */
export interface Weather {
  /** In place of the cloud's own address. */
  endpoint: string;
  /** `refusing`: nobody listens. `silent`: whoever asks gets no answer. */
  turn(sky: Sky): Promise<void>;
  /** Requests that were refused for their clock. */
  readonly skewed: number;
  close(): Promise<void>;
}

export type Sky = 'clear' | 'refusing' | 'silent';

/** By which a signature's time may differ from the service's, ms. */
const SKEW = 300_000;

export async function weatherOver(cloud: string): Promise<Weather> {
  const upstream = new URL(cloud);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });
  const sockets = new Set<net.Socket>();
  let sky: Sky = 'clear';
  let skewed = 0;

  const server = http.createServer((request, response) => {
    if (sky === 'silent') return;
    if (isSkewed(request.headers['x-amz-date'])) {
      skewed++;
      request.resume();
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: 'InvalidSignatureException', message: 'Signature expired' }));
      return;
    }
    const onward = http.request(
      {
        agent,
        ...{ host: upstream.hostname, port: upstream.port, method: request.method, path: request.url },
        headers: request.headers,
      },
      (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    // Whoever has gone reads no answer: what was asked for them would hold one of the sockets above for ever.
    response.once('close', () => {
      if (!response.writableFinished) onward.destroy();
    });
    request.pipe(onward);
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('upgrade', (request, socket: net.Socket, head) => {
    if (sky === 'silent') return;
    const date = new URL(request.url!, upstream).searchParams.get('X-Amz-Date') ?? undefined;
    if (isSkewed(date)) {
      skewed++;
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const onward = net.connect(Number(upstream.port), upstream.hostname, () => {
      const { rawHeaders } = request;
      const lines = Array.from(
        { length: rawHeaders.length / 2 },
        (_, at) => `${rawHeaders[2 * at]}: ${rawHeaders[2 * at + 1]}`,
      );
      onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  });

  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1', 4096);
    await once(server, 'listening');
    return (server.address() as net.AddressInfo).port;
  };
  const port = await listen(0);
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const end = async () => {
    if (!server.listening) return;
    const ended = once(server, 'close');
    server.close();
    drop();
    await ended;
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    get skewed() {
      return skewed;
    },
    async turn(next) {
      // What stood under the sky before does not stand under the next.
      sky = next;
      if (next === 'refusing') return end();
      if (server.listening) drop();
      else await listen(port);
    },
    async close() {
      await end();
      agent.destroy();
    },
  };
}

/** @param date of a signature: `20261130T091200Z` */
function isSkewed(date: string | string[] | undefined): boolean {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(date));
  if (!match) return false;
  const [year, month, ...rest] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  return Math.abs(Date.UTC(year, month - 1, ...rest) - Date.now()) > SKEW;
}
