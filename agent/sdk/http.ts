import http from 'node:http';
import https from 'node:https';
import { type Agents, sharedAgents } from './proxy.ts';

/** An answer of the control plane is a few kilobytes. */
const LONGEST_ANSWER = 1_000_000;

/**
 * `fetch` over agents that know of proxies: Node's own has no way to be told. Only what the agent asks of it is there: method, headers, a text as body,
 * a signal. It follows no redirection, and hands it out as it came.
 */
export function createFetch(agents: () => Agents = sharedAgents): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const url = new URL(String(input));
    const secure = url.protocol === 'https:';
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const request = (secure ? https : http).request(
      url,
      {
        agent: secure ? agents().https : agents().http,
        method: init.method ?? 'GET',
        headers: init.headers as http.OutgoingHttpHeaders,
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > LONGEST_ANSWER) request.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        response.once('error', reject);
        response.once('end', () => {
          const { statusCode: status = 500, headers } = response;
          const given = Object.entries(headers).flatMap(([name, value]) =>
            typeof value === 'string' ? [[name, value] as [string, string]] : [],
          );
          const empty = status === 204 || status === 304;
          resolve(new Response(empty ? null : Buffer.concat(chunks), { status, headers: given }));
        });
      },
    );
    request.on('error', reject);
    // Ours, not the request's: that one waits for its connection first.
    const { signal } = init;
    const abort = () => {
      reject(signal!.reason);
      request.destroy();
    };
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    request.once('close', () => signal?.removeEventListener('abort', abort));
    request.end(init.body === undefined || init.body === null ? undefined : String(init.body));
    return promise;
  };
}
