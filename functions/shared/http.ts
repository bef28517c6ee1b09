import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod';
import { Refused, SluiceError } from '../../core/shared/errors.ts';
import { type Identity, identityOf } from './identity.ts';
import { describeError, logger, observed } from './observability.ts';

/** Bodies above it are refused unread, but where a route says otherwise. */
const LONGEST_BODY = 262_144;

export interface HttpCall<Body> {
  identity: Identity;
  /** Parsed by the route's schema; `undefined` where the route takes none. */
  body: Body;
  /** Path parameters, decoded. */
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  requestId: string;
}

export interface Route {
  /** Bytes of the longest body. @default 262,144 */
  longest?: number;
  answer(call: HttpCall<string | undefined>): Promise<unknown>;
}

/** A route without a body. */
export const route = (run: (call: HttpCall<undefined>) => Promise<unknown>): Route => ({
  answer: (call) => run({ ...call, body: undefined }),
});

/** A route whose JSON body must fit the schema: give a `z.strictObject`, so that unknown keys are refused. */
export const routeWithBody = <Schema extends z.ZodType>(
  schema: Schema,
  run: (call: HttpCall<z.infer<Schema>>) => Promise<unknown>,
  longest = LONGEST_BODY,
): Route => ({ longest, answer: (call) => run({ ...call, body: parse(schema, fromJson(call.body)) }) });

/** For path parameters and queries too. @throws Refused `malformed` naming keys and rules, never values */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'body'}: ${issue.code}`);
  throw new Refused('malformed', problems.join('; '));
}

function fromJson(text: string | undefined): unknown {
  if (text === undefined) throw new Refused('malformed', 'a JSON body is needed');
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused('malformed', 'the body is not JSON');
  }
}

/** Status of a refusal by its reason; 403 for all others. */
const STATUS: Readonly<Record<string, number>> = {
  malformed: 400,
  unauthenticated: 401,
  'not-found': 404,
  'no-key': 404,
  conflict: 409,
  epoch: 409,
  'not-held': 409,
  'gate-closed': 409,
  exists: 409,
  state: 409,
  'too-large': 413,
  'too-many': 429,
  busy: 503,
};

export interface HttpOptions {
  /** By route key, e.g. `POST /leases`, `GET /incidents/{incident}`. */
  routes: Readonly<Record<string, Route>>;
  /** Claim that holds the caller's groups: `SLUICE_GROUPS_CLAIM`. */
  groupsClaim: string;
  /** Statuses of reasons of the function's own, beside the common ones. @default none */
  statuses?: Readonly<Record<string, number>>;
}

export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
export type HttpHandler = (event: HttpEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** The handler of a function behind the HTTP API (payload 2.0): routes, identity, errors, logs, metrics, traces. */
export function httpApi({ routes, groupsClaim, statuses = {} }: HttpOptions): HttpHandler {
  const statusOf = new Map(Object.entries({ ...STATUS, ...statuses }));
  const answer: HttpHandler = async (event) => {
    const requestId = event.requestContext.requestId;
    try {
      const found = Object.hasOwn(routes, event.routeKey) ? routes[event.routeKey] : undefined;
      if (!found) throw new Refused('not-found', 'no such route');
      const result = await found.answer({
        identity: identityOf(event, groupsClaim),
        body: bodyOf(event, found.longest ?? LONGEST_BODY),
        path: decoded(event.pathParameters),
        query: decoded(event.queryStringParameters),
        requestId,
      });
      return json(200, result ?? {}, requestId);
    } catch (error) {
      if (error instanceof Refused) {
        const status = statusOf.get(error.reason) ?? 403;
        logger.info('refused', { route: event.routeKey, ...describeError(error) });
        return json(status, { error: error.reason, message: error.message }, requestId);
      }
      logger.error('failed', { route: event.routeKey, ...describeError(error) });
      const message =
        error instanceof SluiceError ? error.message : 'the request failed; see the log by its request id';
      return json(500, { error: 'failed', message }, requestId);
    }
  };
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>().use(observed()).handler(answer) as HttpHandler;
}

function bodyOf(event: HttpEvent, longest: number): string | undefined {
  if (event.body === undefined || event.body === '') return undefined;
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
  if (Buffer.byteLength(text) > longest) throw new Refused('too-large', `a body of at most ${longest} bytes`);
  return text;
}

const decoded = (values: Record<string, string | undefined> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(values ?? {}).filter((pair): pair is [string, string] => pair[1] !== undefined));

const json = (statusCode: number, body: unknown, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId },
  body: JSON.stringify(body),
});
