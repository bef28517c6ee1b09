import { describe, expect, test } from '@jest/globals';
import { createControlApi } from './control-api.ts';
import { ControlUnreachable, LeaseRefused } from './errors.ts';
import { FakeControl, ManualClock } from './testing.ts';

const grant = () => {
  const api = new FakeControl(new ManualClock());
  return api.lease({ device: 'd', acked: 0 });
};
const request = { device: 'device-1', acked: 7 };

function apiThatAnswers(status: number, body: string) {
  const calls: { url: string; init: RequestInit }[] = [];
  const fetch = (async (url: string, init: RequestInit) => {
    calls.push({ url, init });
    return new Response(body, { status });
  }) as unknown as typeof globalThis.fetch;
  return { calls, api: createControlApi({ url: 'https://api.test/v1/', token: async () => 'token-1', fetch }) };
}

describe('asking for a lease', () => {
  test('sends device, acknowledged frames and the bearer token', async () => {
    const expected = await grant();
    const { api, calls } = apiThatAnswers(200, JSON.stringify({ ...expected, later: 'a field of a newer server' }));

    expect(await api.lease(request)).toEqual(expected);

    expect(calls[0]!.url).toBe('https://api.test/v1/leases');
    expect(calls[0]!.init).toMatchObject({ method: 'POST', body: JSON.stringify(request), redirect: 'error' });
    expect(calls[0]!.init.headers).toMatchObject({ authorization: 'Bearer token-1' });
  });

  test.each([
    [409, '{"error":"gate-closed","message":"closed since ..."}', 'gate-closed'],
    [403, '{"error":"consent"}', 'consent'],
    [401, '{"message":"Unauthorized"}', 'http-401'],
    [404, 'not json', 'http-404'],
    [403, '{"error":"Something a person wrote"}', 'http-403'],
  ])('%p %s is refused as %s', async (status, body, reason) => {
    const { api } = apiThatAnswers(status, body);
    const error = await api.lease(request).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(LeaseRefused);
    expect((error as LeaseRefused).reason).toBe(reason);
  });

  test('a refusal carries the sentence of the control plane, where it has one', async () => {
    const sentenceOf = (body: object) =>
      apiThatAnswers(403, JSON.stringify(body))
        .api.lease(request)
        .catch(({ sentence }: LeaseRefused) => sentence);
    expect(await sentenceOf({ error: 'too-new', message: 'what it says' })).toBe('what it says');
    expect(await sentenceOf({ error: 'too-new' })).toBeUndefined();
    expect(await sentenceOf({ error: 'too-new', message: 'x'.repeat(301) })).toBeUndefined();
  });

  test('a token that is not taken is renewed once, and the same is asked again', async () => {
    const sent: unknown[] = [];
    const fetch = (async (_: string, { headers }: RequestInit) => {
      sent.push((headers as Record<string, string>).authorization);
      return sent.length === 1 ? new Response('{}', { status: 401 }) : new Response(JSON.stringify(await grant()));
    }) as unknown as typeof globalThis.fetch;
    const token = (refused?: string) => (refused === undefined ? 'old' : `other than ${refused}`);

    await createControlApi({ url: 'https://api.test', token, fetch }).lease(request);

    expect(sent).toEqual(['Bearer old', 'Bearer other than old']);
  });

  test.each([
    [500, '{}'],
    [503, ''],
    [429, '{"error":"too-many"}'],
    [408, ''],
    [200, 'not json'],
    [200, '{"lease":"x"}'],
  ])('%p %s is no answer', async (status, body) => {
    await expect(apiThatAnswers(status, body).api.lease(request)).rejects.toThrow(ControlUnreachable);
  });

  test('a network that is away is no answer', async () => {
    const fetch = (() => Promise.reject(new TypeError('fetch failed'))) as unknown as typeof globalThis.fetch;
    const api = createControlApi({ url: 'https://api.test', token: () => 't', fetch });
    await expect(api.lease(request)).rejects.toThrow(ControlUnreachable);
  });
});
