import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod';
import type { PeopleRules } from '../../api/people.ts';
import { problemsOf } from '../../api/problems.ts';
import { CLASSES, REFUSALS, statusOf } from '../../api/refusals.ts';
import { type Answer, keyOf, type Route, type Who } from '../../api/route.ts';
import { isBroken, Refused, SluiceError } from '../../core/shared/errors.ts';
import { requireRight } from '../../core/shared/rights.ts';
import type { Identity, Recognise } from './identity.ts';
import { countBroken, describeError, logger, metrics, observed } from './observability.ts';

/** A request that its contract admits. */
export interface HttpCall<R extends Route> {
  /** Absent where no token is asked for. */
  identity: R extends { who: 'anybody' } ? undefined : Identity;
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
}

type Request = Omit<HttpCall<Route>, 'identity'> & { identity: Identity | undefined };
type Routes = Readonly<Record<string, Route>>;

export interface HttpOptions<R extends Routes> {
  /** The contracts that the function answers: its `routes.ts`. */
  routes: R;
  /** What runs each of them. The compiler asks for every one, and for the shape of its answer. */
  answers: { readonly [Name in keyof R]: (call: HttpCall<R[Name]>) => Promise<Answer<R[Name]>> };
  /** Says who has the right that a contract asks for. */
  disclosure: PeopleRules;
  /** Says who calls. Not asked where every route is open to anybody. */
  recognise: Recognise;
  /** Refuses what is for none of its routes. @default `not-found` */
  otherwise?: (request: { method: string; path: string }) => Promise<never>;
}

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpHandler = (event: HttpEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** The handler of a function behind the HTTP API (payload 2.0): contracts, identity, errors, logs, metrics, traces. */
export function httpApi<R extends Routes>({
  routes,
  answers,
  disclosure,
  recognise,
  otherwise,
}: HttpOptions<R>): HttpHandler {
  const byKey = new Map(
    Object.entries(routes).map(([name, contract]) => {
      const run = answers[name] as (call: Request) => Promise<unknown>;
      return [keyOf(contract) as string, { contract, run }];
    }),
  );
  /** What asks for no token looks at none: whoever sends one is nobody all the same. */
  const callerOf = async (who: Who, authorization: string | undefined): Promise<Identity | undefined> => {
    if (who === 'anybody') return undefined;
    const identity = await recognise(authorization);
    if (who !== 'everybody') requireRight(disclosure, identity.groups, who);
    return identity;
  };
  const answer: HttpHandler = async (event) => {
    const requestId = event.requestContext.requestId;
    try {
      const found = byKey.get(event.routeKey);
      if (!found) {
        const { http } = event.requestContext;
        if (otherwise) await otherwise({ method: http.method, path: event.rawPath });
        throw new Refused('not-found', 'no such route');
      }
      const { contract, run } = found;
      const identity = await callerOf(contract.who, event.headers?.authorization);
      const result = await run({
        identity,
        params: parse(contract.params, defined(event.pathParameters)),
        query: parse(contract.query, defined(event.queryStringParameters)),
        body: parse(contract.body, bodyOf(event, contract.longestBody)),
      });
      return json(200, result, requestId, contract.cacheSeconds);
    } catch (error) {
      // The event is input: what is no route of ours is not repeated.
      return failure(error, byKey.has(event.routeKey) ? event.routeKey : 'unknown', requestId);
    }
  };
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>().use(observed()).handler(answer) as HttpHandler;
}

/** @throws Refused `malformed` naming keys and rules, never values */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (value === undefined) throw new Refused('malformed', 'a JSON body is needed');
  throw new Refused('malformed', problemsOf(parsed.error).join('; '));
}

function bodyOf(event: HttpEvent, longest: number): unknown {
  if (event.body === undefined || event.body === '') return undefined;
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
  if (Buffer.byteLength(text) > longest) throw new Refused('too-large', `a body of at most ${longest} bytes`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused('malformed', 'the body is not JSON');
  }
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
    const refusal = REFUSALS[refused.reason];
    const why = refusal.choice ? { reason: 'consent' } : describeError(error);
    logger[CLASSES[refusal.class].level]('refused', { route, ...why });
    if (isBroken(error)) countBroken();
    return json(status, { error: refused.reason, message: refused.message }, requestId);
  }
  logger.error('failed', { route, ...describeError(error) });
  const message = error instanceof SluiceError ? error.message : 'the request failed; see the log by its request id';
  return json(500, { error: 'failed', message }, requestId);
}

const defined = (values: Record<string, string | undefined> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(values ?? {}).filter((pair): pair is [string, string] => pair[1] !== undefined));

const json = (
  statusCode: number,
  body: unknown,
  requestId: string,
  cacheSeconds = 0,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    'cache-control': cacheSeconds > 0 ? `public, max-age=${cacheSeconds}` : 'no-store',
    'x-request-id': requestId,
  },
  body: JSON.stringify(body),
});
