import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { type ApiError, createClient } from './client.ts';
import { REFUSAL_REASONS, REFUSALS, statusOf } from './refusals.ts';
import { openRoute, route } from './route.ts';

const look = route({
  ...{ method: 'GET', path: '/things/{thing}', summary: '' },
  params: z.strictObject({ thing: z.string() }),
  query: z.strictObject({ limit: z.number().exactOptional(), from: z.string().exactOptional() }),
  answer: z.object({ name: z.string() }),
});
const make = route({
  ...{ method: 'POST', path: '/things', summary: '' },
  body: z.strictObject({ name: z.string() }),
  answer: z.object({ name: z.string() }),
});
const makeUnderId = { ...make, repeatable: true };

type Answer = { status?: number; body?: unknown; text?: string } | Error;
const ours = (error: string, status: number): Answer => ({ status, body: { error, message: 'because' } });
const gateway = (status: number): Answer => ({ status, body: { message: 'Not ours' } });
const lost = new TypeError('fetch failed');

/** A client and what it sent; answers in order, the last one again and again. */
function setup(...answers: Answer[]) {
  const sent: { method: string; url: string; body: string | undefined; token: string }[] = [];
  const waits: number[] = [];
  let tokens = 0;
  const client = createClient({
    url: 'https://api.example.com/v1/',
    // None other for one that is refused, unless a test says so.
    token: (refused) => refused ?? `token-${++tokens}`,
    random: () => 1,
    wait: async (ms) => void waits.push(ms),
    fetch: async (url, init) => {
      const headers = init!.headers as Record<string, string>;
      const { method, body } = init as { method: string; body?: string };
      sent.push({ method, url: String(url), body, token: headers.authorization! });
      const answer = answers[Math.min(sent.length, answers.length) - 1]!;
      if (answer instanceof Error) throw answer;
      return new Response(answer.text ?? JSON.stringify(answer.body ?? {}), { status: answer.status ?? 200 });
    },
  });
  return { client, sent, waits };
}
const failure = (asked: Promise<unknown>): Promise<ApiError> =>
  asked.then(
    () => Promise.reject(),
    (error) => error,
  );
const FINE: Answer = { body: { name: 'a' } };

describe('a call', () => {
  test('of what anybody may ask carries no token, and asks nobody for one', async () => {
    const { client, sent } = setup(FINE);
    const { method, path, params, query, answer } = look;

    await client.call(openRoute({ method, path, summary: '', params, query, answer }), { params: { thing: 'a' } });

    expect(sent).toMatchObject([{ token: undefined }]);
  });

  test('is the contract’s method and path, with parameters and queries escaped', async () => {
    const { client, sent } = setup(FINE);

    await client.call(look, { params: { thing: 'a/b ?' }, query: { limit: 2, from: 'x&y' } });

    expect(sent).toEqual([
      {
        method: 'GET',
        url: 'https://api.example.com/v1/things/a%2Fb%20%3F?limit=2&from=x%26y',
        body: undefined,
        token: 'Bearer token-1',
      },
    ]);
  });

  test('sends its body as JSON', async () => {
    const { client, sent } = setup(FINE);
    await client.call(make, { body: { name: 'a' } });
    expect(sent[0]).toMatchObject({ method: 'POST', body: '{"name":"a"}' });
  });

  test('keeps what a newer service answers beside what the contract knows', async () => {
    const { client } = setup({ body: { name: 'a', colour: 'red' } });
    expect(await client.call(make, { body: { name: 'a' } })).toEqual({ name: 'a', colour: 'red' });
  });

  test.each([
    ['lacks a field', {}],
    ['has a field of another type', { name: 1 }],
    ['is no object', 7],
  ])('fails when the answer %s, and repeats nothing of it', async (_, body) => {
    const { client } = setup({ body });
    expect(await failure(client.call(make, { body: { name: 'a' } }))).toMatchObject({
      kind: 'failed',
      reason: 'unreadable',
      message: expect.stringContaining('POST /things'),
    });
  });
});

describe('what a failure is', () => {
  test.each(REFUSAL_REASONS.filter((reason) => REFUSALS[reason].class !== 'unavailable'))(
    '%s: refused, or failed when it is damage',
    async (reason) => {
      const { client, sent } = setup(ours(reason, statusOf(reason)));
      const error = await failure(client.call(makeUnderId, { body: { name: 'a' } }));
      const kind = REFUSALS[reason].class === 'broken' ? 'failed' : 'refused';
      expect(error).toMatchObject({ kind, reason, message: 'because', class: REFUSALS[reason].class });
      expect(sent).toHaveLength(1);
    },
  );

  test.each<[string, Answer, string, string]>([
    ['a word of a newer service', ours('too-early', 403), 'refused', 'too-early'],
    ['a failure of the service', ours('failed', 500), 'failed', 'failed'],
    ['a word with a status that is not its own', ours('forbidden', 502), 'failed', 'forbidden'],
    ['a token that the gateway does not take', gateway(401), 'refused', 'unauthenticated'],
    ['a gateway that knows no such route', gateway(404), 'foreign', 'http-404'],
    ['a gateway that forbids', gateway(403), 'foreign', 'http-403'],
    ['a page of a proxy', { status: 200, text: '<html>' }, 'foreign', 'http-200'],
    ['a page of an error', { status: 400, text: '<html>' }, 'foreign', 'http-400'],
    ['an error that is a list', { status: 418, body: ['error'] }, 'foreign', 'http-418'],
  ])('%s', async (_, answer, kind, reason) => {
    const { client, sent } = setup(answer);
    expect(await failure(client.call(look, { params: { thing: 'a' } }))).toMatchObject({ kind, reason });
    expect(sent).toHaveLength(1);
  });
});

describe('a token that is not taken', () => {
  const renewing = (...tokens: string[]) => {
    const [asked, sent]: [(string | undefined)[], string[]] = [[], []];
    const client = createClient({
      url: 'https://api.example.com',
      token: (refused) => {
        asked.push(refused);
        return tokens[asked.length - 1]!;
      },
      fetch: async (_, init) => {
        const { authorization } = init!.headers as Record<string, string>;
        sent.push(authorization!);
        const good = authorization === 'Bearer good';
        return new Response(JSON.stringify(good ? { name: 'a' } : { message: 'Unauthorized' }), {
          status: good ? 200 : 401,
        });
      },
    });
    return { client, asked, sent };
  };

  test('is renewed once, whatever a clock says of it, and the same is asked again', async () => {
    const { client, asked, sent } = renewing('old', 'good');
    await client.call(makeUnderId, { body: { name: 'a' } });
    expect([asked, sent]).toEqual([
      [undefined, 'old'],
      ['Bearer old', 'Bearer good'],
    ]);
  });

  test('twice over is the end of it', async () => {
    const { client, sent } = renewing('old', 'other');
    expect(await failure(client.call(makeUnderId, { body: { name: 'a' } }))).toMatchObject({
      reason: 'unauthenticated',
    });
    expect(sent).toEqual(['Bearer old', 'Bearer other']);
  });
});

describe('asking again', () => {
  test.each<[string, Answer]>([
    ['no answer', lost],
    ['a gateway that got none', gateway(502)],
    ['a gateway that is away', gateway(503)],
    ['a gateway that waited too long', gateway(504)],
    ['a throttle', gateway(429)],
    ['"busy"', ours('busy', 503)],
  ])('after %s: the same request, with a token of its own', async (_, answer) => {
    const { client, sent, waits } = setup(answer, answer, FINE);

    expect(await client.call(makeUnderId, { body: { name: 'a' } })).toEqual({ name: 'a' });

    expect(new Set(sent.map(({ method, url, body }) => `${method} ${url} ${body}`)).size).toBe(1);
    expect(sent.map(({ token }) => token)).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-3']);
    expect(waits).toEqual([500, 1_500]);
  });

  test('ends, with the last failure', async () => {
    const { client, sent } = setup(lost);
    const error = await failure(client.call(look, { params: { thing: 'a' } }));
    expect(error).toMatchObject({ kind: 'unreachable', cause: lost });
    expect(sent).toHaveLength(4);
  });

  test.each<[string, Answer, number]>([
    ['no answer', lost, 1],
    ['a gateway that got none', gateway(502), 1],
    ['"busy", which changed nothing', ours('busy', 503), 4],
    ['a throttle, which let nothing through', gateway(429), 4],
  ])('is not for what would be done twice: %s', async (_, answer, tries) => {
    const { client, sent } = setup(answer);
    await failure(client.call(make, { body: { name: 'a' } }));
    expect(sent).toHaveLength(tries);
  });
});
