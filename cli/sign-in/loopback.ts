import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommandError, EXIT } from '../exit-codes.ts';
import { isLoopback } from './well-known.ts';

/** For a person who went to lunch in the middle; then the port is given back. */
const PATIENCE_MS = 10 * 60_000;

export interface Listening {
  /** What the provider is told, port and all. */
  uri: string;
  /** The address that a browser comes back with. @throws CommandError `given-up` */
  back(state: string): Promise<URL>;
  close(): void;
}

/** Those of a program's addresses that are on this machine: no other is ever listened on or sent to. */
export const onLoopback = (uris: readonly string[]): string[] =>
  uris.filter((uri) => URL.canParse(uri) && new URL(uri).protocol === 'http:' && isLoopback(new URL(uri)));

/**
 * Waits for a browser on this machine, at the first of the addresses that is free. One without a port is at any.
 * @throws CommandError `no-port`
 */
export async function listen(uris: readonly string[], patienceMs = PATIENCE_MS): Promise<Listening> {
  for (const uri of onLoopback(uris)) {
    const found = await bind(new URL(uri));
    if (found) return waiting(found.servers, found.uri, patienceMs);
  }
  const ports = onLoopback(uris).map((uri) => new URL(uri).port);
  throw new CommandError(
    EXIT.failed,
    'no-port',
    ports.length === 0
      ? 'The program names no address on this machine for a browser to come back to: use --device, or tell your platform team.'
      : `No port is free for the browser to come back to (${ports.join(', ')}): end what uses them, or use --no-browser.`,
  );
}

/** A browser may mean either address by `localhost`. */
async function bind(wanted: URL): Promise<{ servers: Server[]; uri: URL } | undefined> {
  const named = wanted.hostname === 'localhost';
  const hosts = named ? ['127.0.0.1', '::1'] : [wanted.hostname.replace(/[[\]]/g, '')];
  const servers: Server[] = [];
  let port = Number(wanted.port || 0);
  for (const host of hosts) {
    const server = createServer();
    const failed = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen({ host, port, exclusive: true }, () => resolve(undefined));
    });
    if (failed) {
      // A machine without IPv6 is one address short, no more.
      if (servers.length > 0 && failed.code !== 'EADDRINUSE') break;
      for (const one of servers) one.close();
      return undefined;
    }
    port = (server.address() as AddressInfo).port;
    servers.push(server);
  }
  const uri = new URL(wanted);
  uri.port = String(port);
  return { servers, uri };
}

function waiting(servers: readonly Server[], uri: URL, patienceMs: number): Listening {
  const close = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  return {
    uri: uri.href,
    close,
    back: (state) =>
      new Promise<URL>((resolve, reject) => {
        const patience = setTimeout(() => {
          reject(new CommandError(EXIT.unauthenticated, 'given-up', 'Nobody logged in within ten minutes: try again.'));
        }, patienceMs);
        for (const server of servers) {
          server.on('request', (request, response) => {
            // Any page may send a browser here, with a path that is none.
            const path = request.url ?? '/';
            const asked = URL.canParse(path, uri.href) ? new URL(path, uri) : undefined;
            if (asked?.origin !== uri.origin || request.method !== 'GET' || asked.pathname !== uri.pathname)
              return page(response, 404, 'Nothing is here.');
            // What others send here is not what was waited for; the person may still be on the way.
            if (asked.searchParams.get('state') !== state)
              return page(response, 400, 'This is not of the login that runs.');
            clearTimeout(patience);
            const failed = asked.searchParams.has('error');
            page(
              response,
              200,
              `${failed ? 'That did not work' : 'Done'}: the terminal says more. You may close this window.`,
            );
            response.once('close', () => resolve(asked));
          });
        }
      }).finally(close),
  };
}

const page = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><title>Sluice</title><body style="font:1.2em system-ui;margin:4em"><p>${text}</p></body></html>`,
  );
};
