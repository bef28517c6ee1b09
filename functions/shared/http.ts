import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod';
import { CLASSES, REFUSALS, statusOf } from '../../api/refusals.ts';
import { isBroken, Refused, SluiceError } from '../../core/shared/errors.ts';
import { type Identity, identityOf } from './identity.ts';
import { describeError, logger, metrics, observed } from './observability.ts';

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

export interface HttpOptions {
  /** By route key, e.g. `POST /leases`, `GET /incidents/{incident}`. */
  routes: Readonly<Record<string, Route>>;
  /** Claim that holds the caller's groups: `SLUICE_GROUPS_CLAIM`. */
  groupsClaim: string;
}

export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
export type HttpHandler = (event: HttpEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** The handler of a function behind the HTTP API (payload 2.0): routes, identity, errors, logs, metrics, traces. */
export function httpApi({ routes, groupsClaim }: HttpOptions): HttpHandler {
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
      return failure(error, event.routeKey, requestId);
    }
  };
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>().use(observed()).handler(answer) as HttpHandler;
}

/**
 * Answers what was thrown. Lambda counts no error when a function answers 500, so that each such answer is counted here:
 * alarms watch `Failed`, by function.
 */
function failure(error: unknown, route: string, requestId: string): APIGatewayProxyStructuredResultV2 {
  const refused = error instanceof Refused ? error : undefined;
  const status = refused ? statusOf(refused.reason) : 500;
  if (status === 500) metrics.addMetric('Failed', MetricUnit.Count, 1);
  if (refused) {
    logger[CLASSES[REFUSALS[refused.reason].class].level]('refused', { route, ...describeError(error) });
    if (isBroken(error)) metrics.addMetric('Broken', MetricUnit.Count, 1);
    return json(status, { error: refused.reason, message: refused.message }, requestId);
  }
  logger.error('failed', { route, ...describeError(error) });
  const message = error instanceof SluiceError ? error.message : 'the request failed; see the log by its request id';
  return json(500, { error: 'failed', message }, requestId);
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
