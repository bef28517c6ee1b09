import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { REFUSAL_REASONS, REFUSALS } from '../../api/refusals.ts';
import { openRoute, route } from '../../api/route.ts';
import { sampleDisclosure } from '../../core/disclosure/sample.ts';
import { Refused, SluiceError } from '../../core/shared/errors.ts';
import { type HttpEvent, httpApi } from './http.ts';

const MARKER = 'marker-4711';

const event = (routeKey: string, over: object = {}): HttpEvent =>
  ({
    routeKey,
    rawPath: '/',
    headers: { authorization: 'ann employees' },
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1' },
    ...over,
  }) as unknown as HttpEvent;

const anything = z.unknown();
const handler = httpApi({
  recognise: async (authorization) => {
    if (authorization === undefined) throw new Refused('unauthenticated', 'no token');
    const [sub = '', ...groups] = authorization.split(' ');
    return { issuer: 'https://idp', sub, groups };
  },
  disclosure: sampleDisclosure(),
  routes: {
    who: route({
      ...{ method: 'GET', path: '/who/{id}', summary: '', answer: anything },
      params: z.strictObject({ id: z.string() }),
      query: z.strictObject({ q: z.string().exactOptional() }),
    }),
    make: route({
      ...{ method: 'POST', path: '/things', summary: '', answer: z.object({ name: z.string() }) },
      body: z.strictObject({ name: z.string().max(10) }),
    }),
    refused: route({
      ...{ method: 'GET', path: '/refused/{reason}', summary: '', answer: anything },
      params: z.strictObject({ reason: z.enum(REFUSAL_REASONS) }),
    }),
    failed: route({ method: 'GET', path: '/failed', summary: '', answer: anything }),
    ours: route({ method: 'GET', path: '/ours', summary: '', answer: anything }),
    books: route({ method: 'GET', path: '/books', summary: '', who: 'see-books', answer: z.object({}) }),
    open: openRoute({ method: 'GET', path: '/open', summary: '', answer: anything, cacheSeconds: 60 }),
  },
  answers: {
    who: async ({ identity, params, query, body }) => ({ identity, params, query, body }),
    make: async ({ body }) => body,
    refused: async ({ params }) => {
      throw new Refused(params.reason, 'because');
    },
    failed: async () => {
      throw new Error(`library says ${MARKER}`);
    },
    ours: async () => {
      throw new SluiceError('the key is gone', { cause: new Error(MARKER) });
    },
    books: async () => ({}),
    open: async ({ identity }) => ({ identity: identity ?? 'nobody' }),
  },
});

async function call(one: HttpEvent) {
  const context = { functionName: 'f', awsRequestId: 'a', getRemainingTimeInMillis: () => 1_000 } as unknown as Context;
  const { statusCode, headers, body } = await handler(one, context);
  return { statusCode, headers, body: JSON.parse(body!) };
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

describe('HTTP', () => {
  const printed: string[] = [];
  const lines = () =>
    printed
      .flatMap((text) => text.trim().split('\n'))
      .map(parsed)
      .filter((line) => line !== undefined);
  /** How often a metric was written. */
  const counted = (metric: string) => lines().filter((line) => metric in line).length;
  /** Levels of the log lines about a refusal. */
  const logged = (reason: string) => lines().flatMap((line) => (line.reason === reason ? [line.level] : []));

  beforeEach(() => {
    printed.length = 0;
    const take = (chunk: unknown) => printed.push(String(chunk)) > 0;
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation(take as never);
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      jest.spyOn(console, level).mockImplementation((...some) => void printed.push(some.join(' ')));
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('hands a route the identity of the token, the path and the query', async () => {
    const { statusCode, headers, body } = await call(
      event('GET /who/{id}', { pathParameters: { id: '1' }, queryStringParameters: { q: '2' } }),
    );
    expect(statusCode).toBe(200);
    expect(body).toEqual({
      identity: { issuer: 'https://idp', sub: 'ann', groups: ['employees'] },
      params: { id: '1' },
      query: { q: '2' },
    });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': 'request-1' });
  });

  it.each([
    ['a query that the contract does not know', { queryStringParameters: { r: '2' } }, 'a key is not known'],
    ['a path without its parameter', { pathParameters: {} }, 'id: a text is needed'],
    ['a body where none is taken', { body: '{"a":1}' }, 'a key is not known'],
  ])('refuses %s', async (_, over, message) => {
    const answer = await call(event('GET /who/{id}', { pathParameters: { id: '1' }, ...over }));
    expect(answer).toMatchObject({ statusCode: 400, body: { error: 'malformed' } });
    expect(answer.body.message).toContain(message);
  });

  it('asks for the right that the contract names, before anything is read', async () => {
    const asked = { body: 'not JSON' };
    expect(await call(event('GET /books', asked))).toMatchObject({ statusCode: 403, body: { error: 'forbidden' } });
    const pat = { headers: { authorization: 'pat platform' } };
    expect(await call(event('GET /books', pat))).toMatchObject({ statusCode: 200 });
  });

  it.each([{}, { authorization: 'ann employees' }, { authorization: 'Bearer rubbish' }])(
    'asks for no token where anybody may ask, and knows nobody by one: %j',
    async (headers) => {
      expect(await call(event('GET /open', { headers }))).toMatchObject({
        statusCode: 200,
        headers: { 'cache-control': 'public, max-age=60' },
        body: { identity: 'nobody' },
      });
    },
  );

  it('takes a body that fits, also in base64', async () => {
    const body = JSON.stringify({ name: 'ann' });
    expect(await call(event('POST /things', { body }))).toMatchObject({ statusCode: 200, body: { name: 'ann' } });
    const encoded = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    expect(await call(event('POST /things', encoded))).toMatchObject({ statusCode: 200, body: { name: 'ann' } });
  });

  it.each([
    [undefined, 'a JSON body is needed'],
    ['', 'a JSON body is needed'],
    ['{', 'the body is not JSON'],
    ['[]', 'an object is needed'],
    ['{"name":1}', 'name: a text is needed'],
    [`{"name":"${MARKER}"}`, 'name: at most 10 characters'],
    [`{"name":"a","${MARKER}":1}`, 'a key is not known'],
  ])('refuses the body %j by name, and repeats nothing of it', async (body, message) => {
    const answer = await call(event('POST /things', { body }));
    expect(answer).toMatchObject({ statusCode: 400, body: { error: 'malformed', message } });
  });

  it('refuses a body that is too large unread', async () => {
    const answer = await call(event('POST /things', { body: JSON.stringify({ name: 'a'.repeat(300_000) }) }));
    expect(answer).toMatchObject({ statusCode: 413, body: { error: 'too-large' } });
  });

  it.each([
    ['forbidden', 403],
    ['cool-off', 409],
    ['not-found', 404],
    ['gate-closed', 409],
    ['hold', 423],
    ['too-many', 429],
    ['too-large', 413],
    ['busy', 503],
  ])('answers the refusal %s with %d', async (reason, statusCode) => {
    const answer = await call(event('GET /refused/{reason}', { pathParameters: { reason } }));
    expect(answer).toMatchObject({ statusCode, body: { error: reason, message: 'because' } });
    expect(counted('Failed')).toBe(0);
  });

  it('logs what somebody chose for themselves as one thing, whichever it was', async () => {
    const said = ['consent', 'you-paused', 'device-removed'].map(async (reason) => {
      const { statusCode, body } = await call(event('GET /refused/{reason}', { pathParameters: { reason } }));
      expect([statusCode, body.error]).toEqual([403, reason]);
    });
    await Promise.all(said);
    const refused = lines()
      .filter(({ message }) => message === 'refused')
      .map(({ timestamp: _, ...line }) => line);
    expect(refused).toHaveLength(3);
    expect(new Set(refused.map((line) => JSON.stringify(line))).size).toBe(1);
    expect(printed.join('\n')).not.toMatch(/paused|removed/);
  });

  it.each(REFUSAL_REASONS.filter((reason) => REFUSALS[reason].class === 'broken'))(
    'answers %s, what is stored being wrong, as a failure that alarms',
    async (reason) => {
      const answer = await call(event('GET /refused/{reason}', { pathParameters: { reason } }));

      expect(answer).toMatchObject({ statusCode: 500, body: { error: reason } });
      expect([counted('Broken'), counted('Failed')]).toEqual([1, 1]);
      expect(logged(reason)).toEqual(['ERROR']);
    },
  );

  it('counts what it answers with 500 as failed, and nothing else', async () => {
    await call(event('GET /failed'));
    expect([counted('Broken'), counted('Failed')]).toEqual([0, 1]);
    await call(event('GET /who/{id}', { pathParameters: { id: '1' } }));
    expect(counted('Failed')).toBe(1);
  });

  it('knows no route that it was not given, and repeats none in its log', async () => {
    for (const key of ['GET /other', '$default', 'constructor', 'toString']) {
      expect(await call(event(key))).toMatchObject({ statusCode: 404, body: { error: 'not-found' } });
    }
    // An invoker writes the whole event: a key that is no route of ours stands in no log.
    await call(event(`GET /${MARKER}`));
    expect(printed.join('\n')).not.toContain(MARKER);
    expect(logged('not-found')).not.toHaveLength(0);
    expect(lines()).toContainEqual(expect.objectContaining({ reason: 'not-found', said: 'no such route' }));
    expect(printed.join('\n')).not.toContain('reserved key');
  });

  it.each([
    ['a token', {}],
    [
      'one that it verified itself: an authorizer’s answer is input',
      { authorizer: { jwt: { claims: { iss: 'https://idp', sub: 'ann' } } } },
    ],
  ])('knows nobody without %s', async (_, more) => {
    const anonymous = event('GET /who/{id}', { headers: {}, requestContext: { requestId: 'request-1', ...more } });
    expect(await call(anonymous)).toMatchObject({ statusCode: 401, body: { error: 'unauthenticated' } });
  });

  it('says nothing of what went wrong inside, in answer or log', async () => {
    const failed = await call(event('GET /failed'));
    expect(failed).toMatchObject({ statusCode: 500, body: { error: 'failed' } });
    const ours = await call(event('GET /ours'));
    expect(ours).toMatchObject({ statusCode: 500, body: { error: 'failed', message: 'the key is gone' } });
    await call(event('POST /things', { body: `{"name":"${MARKER}"}` }));
    expect(JSON.stringify([failed, ours])).not.toContain(MARKER);
    expect(printed.join('\n')).toContain('failed');
    expect(printed.join('\n')).not.toContain(MARKER);
  });
});
