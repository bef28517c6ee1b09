import type * as z from 'zod';
import { isRefusalReason, REFUSALS, type RefusalClass, statusOf } from './refusals.ts';
import { type Answer, keyOf, type Route } from './route.ts';

/** The control API, contract by contract. Identity is the token's: no call takes a name of who asks. */
export interface ApiClient {
  /** @throws ApiError */
  call<R extends Route>(route: R, ...input: InputOf<R>): Promise<Answer<R>>;
}

type Part<Name extends string, Value> =
  Record<never, never> extends Value
    ? { [N in Name]?: Value }
    : undefined extends Value
      ? { [N in Name]?: Value }
      : { [N in Name]: Value };
type Input<R extends Route> = Part<'params', z.input<R['params']>> &
  Part<'query', z.input<R['query']>> &
  Part<'body', z.input<R['body']>>;
/** Nothing need be given where the contract takes nothing. */
type InputOf<R extends Route> = Record<never, never> extends Input<R> ? [input?: Input<R>] : [input: Input<R>];

/**
 * How a call failed. `refused`: the service said no, by a reason of the contracts. `failed`: it said that it failed, or
 * its answer is not what the contract says. `foreign`: something in between answered, e.g. a gateway. `unreachable`: no
 * answer. After the last three of a change nobody knows whether it was made.
 */
export type ApiErrorKind = 'refused' | 'failed' | 'foreign' | 'unreachable';

export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  /** The word of the refusal, `failed`, `http-<status>`, `unreachable`, or `no-answer` where it was waited for in vain. */
  readonly reason: string;
  readonly status: number | undefined;
  /** When it was said, ms, by the clock of who said it. */
  readonly at: number | undefined;

  constructor(
    kind: ApiErrorKind,
    reason: string,
    message: string,
    more: ErrorOptions & { status?: number; at?: number } = {},
  ) {
    super(message, more);
    this.name = 'ApiError';
    this.kind = kind;
    this.reason = reason;
    this.status = more.status;
    this.at = more.at;
  }

  /** Of a refusal by a known word. */
  get class(): RefusalClass | undefined {
    return isRefusalReason(this.reason) ? REFUSALS[this.reason].class : undefined;
  }
}

export interface ClientOptions {
  /** Base address of the API. */
  url: string;
  /**
   * Asked before every try, so that it may hand out a renewed token.
   * @param refused the one that it gave before, when the service did not take it: another is tried once, however fresh that one looks by this
   *   machine's clock
   */
  token: (refused?: string) => string | Promise<string>;
  /** @default the global fetch */
  fetch?: typeof globalThis.fetch;
  /** Of one try. The gateway gives up after 30 s. @default 32,000 ms */
  timeoutMs?: number;
  /** Tries of a call that may be repeated, when no answer came or one that says "later". @default 4 */
  tries?: number;
  /** @default `setTimeout` */
  wait?: (ms: number) => Promise<void>;
  /** Between 0 and 1: spreads the tries of many clients. @default `Math.random` */
  random?: () => number;
  /** Told before another try is made. */
  onRetry?: (error: ApiError, waitMs: number) => void;
}

/** Before the second, third, ... try, ms; half of it is left to chance. */
const BACKOFF = [500, 1_500, 4_000];
/** Statuses that a gateway gives when it got no answer of the function's. */
const NO_ANSWER = new Set([502, 503, 504]);

export function createClient(options: ClientOptions): ApiClient {
  const { tries = 4, random = Math.random, onRetry } = options;
  const wait = options.wait ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const root = options.url.replace(/\/+$/, '');
  return {
    async call<R extends Route>(route: R, ...[input]: InputOf<R>): Promise<Answer<R>> {
      const request = {
        ...{ url: root + pathOf(route, input), method: route.method },
        who: route.who,
        body: input?.body,
      };
      for (let done = 1; ; done++) {
        try {
          return check(route, await ask(options, request));
        } catch (error) {
          if (!(error instanceof ApiError) || done >= tries || !maySucceedLater(error, route)) throw error;
          const ms = (BACKOFF[done - 1] ?? BACKOFF.at(-1)!) * (0.5 + random() / 2);
          onRetry?.(error, ms);
          await wait(ms);
        }
      }
    },
  };
}

/** `busy` and a throttle changed nothing; after the others nobody knows: they are for routes where asking twice is asking once. */
function maySucceedLater(error: ApiError, route: Route): boolean {
  if (error.class === 'unavailable' || (error.kind === 'foreign' && error.status === 429)) return true;
  return (
    route.repeatable && (error.kind === 'unreachable' || (error.kind === 'foreign' && NO_ANSWER.has(error.status!)))
  );
}

function pathOf(route: Route, input: { params?: unknown; query?: unknown } | undefined): string {
  const params = (input?.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const query = Object.entries(input?.query ?? {}).filter(([, value]) => value !== undefined);
  return query.length === 0
    ? path
    : `${path}?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

interface Request {
  url: string;
  method: string;
  who: Route['who'];
  body: unknown;
}

/** One try, and one more where there is another token than the one that was not taken: such a call has done nothing. */
async function ask(options: ClientOptions, request: Request): Promise<unknown> {
  // What is open to anybody is asked as nobody.
  if (request.who === 'anybody') return send(options, request);
  const token = await options.token();
  try {
    return await send(options, request, token);
  } catch (error) {
    if (!(error instanceof ApiError && error.class === 'unauthenticated')) throw error;
    const other = await options.token(token);
    if (other === token) throw error;
    return send(options, request, other);
  }
}

/** @returns the JSON of an answer of ours with 200 */
async function send(options: ClientOptions, { url, method, body }: Request, token?: string): Promise<unknown> {
  const { fetch = globalThis.fetch, timeoutMs = 32_000 } = options;
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (cause) {
    const { origin } = new URL(url);
    // By its name: an error of another realm is none of ours' instances.
    throw (cause as Error | undefined)?.name === 'TimeoutError'
      ? new ApiError('unreachable', 'no-answer', `no answer from ${origin} within ${timeoutMs / 1000} s`, { cause })
      : new ApiError('unreachable', 'unreachable', `no answer from ${origin}`, { cause });
  }
  const answer = json(text);
  if (response.ok && answer !== undefined) return answer;
  throw failure(response.status, answer, Date.parse(response.headers.get('date') ?? ''));
}

/** An error of ours is `{error, message}` with the status of its word; whatever else answers is not ours. */
function failure(status: number, answer: unknown, at: number): ApiError {
  const { error, message } = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  if (typeof error === 'string' && /^[a-z0-9-]{1,64}$/.test(error) && typeof message === 'string') {
    // A word of a newer service is a refusal by its status alone.
    const refused = isRefusalReason(error) ? statusOf(error) === status && status !== 500 : status < 500;
    return new ApiError(refused ? 'refused' : 'failed', error, message, { status, ...(Number.isFinite(at) && { at }) });
  }
  // API Gateway's own, for tokens that its authorizer does not take: {"message": "Unauthorized"}.
  if (status === 401) return new ApiError('refused', 'unauthenticated', 'the token is not accepted', { status });
  return new ApiError('foreign', `http-${status}`, `something before the service answered HTTP ${status}`, { status });
}

/** What the contract says is there; what it does not know stays, for whoever prints or keeps the whole. */
function check<R extends Route>(route: R, answer: unknown): Answer<R> {
  const parsed = route.answer.safeParse(answer);
  if (parsed.success) return answer as Answer<R>;
  const where = parsed.error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.') || 'answer'}: ${code}`);
  throw new ApiError('failed', 'unreadable', `the answer of ${keyOf(route)} is not as the contract says: ${where}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
