import { CommandError, EXIT } from './exit-codes.ts';

/** Client of the control API. Identity is the token's: no method takes a name of who asks. */
export interface Api {
  get<T>(path: string, query?: Record<string, string | undefined>): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
}

const TIMEOUT_MS = 30_000;

export function createApi(base: string, token: () => Promise<string>, fetcher: typeof fetch = fetch): Api {
  const root = base.replace(/\/$/, '');

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${await token()}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetcher(root + path, {
        method,
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new CommandError(EXIT.unreachable, 'unreachable', `${root} cannot be reached. Is the address right?`, {
        cause,
      });
    }
    const text = await response.text();
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
    throw failure(response.status, text);
  }

  return {
    get: (path, query = {}) => {
      const known = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
      return call('GET', known.length ? `${path}?${new URLSearchParams(known)}` : path);
    },
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    delete: (path) => call('DELETE', path),
  };
}

function failure(status: number, text: string): CommandError {
  let error = '';
  let message = '';
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) {
      if ('error' in body) error = String(body.error);
      if ('message' in body) message = String(body.message);
    }
  } catch {
    // Not ours: a gateway's error page. The status says enough.
  }
  if (status === 401) {
    return new CommandError(
      EXIT.unauthenticated,
      error || 'unauthenticated',
      'The token is not accepted: log in again.',
    );
  }
  if (status >= 500) {
    return new CommandError(
      EXIT.failed,
      error || 'server-error',
      `The service failed (HTTP ${status}). ${message}`.trim(),
    );
  }
  return new CommandError(EXIT.refused, error || `http-${status}`, message || `Refused (HTTP ${status}).`);
}
