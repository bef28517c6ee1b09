import { describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../api/routes.ts';
import type { GateState } from '../../core/gate/gate.ts';
import { otherwise } from './front.ts';

const SINCE = Date.UTC(2026, 10, 29, 16);
const gate = (state: Partial<GateState> | Error) => ({
  read: async () => {
    if (state instanceof Error) throw state;
    return {
      state: 'open',
      epoch: 1,
      holds: ['secret'],
      since: SINCE,
      over: [],
      placed: new Map(),
      ...state,
    } as GateState;
  },
});
const asked = (of: ReturnType<typeof gate>, method = 'GET', path = '/status') =>
  otherwise(of, { method, path }).catch((error: unknown) => error);

describe('what no route took', () => {
  test.each(ROUTES)('is away, where it is a route of ours: $method $path', async ({ method, path }) => {
    const asIs = path.replace(/\{\w+\}/g, 'a-name%20of%20somebody');

    expect(await asked(gate({}), method, asIs)).toMatchObject({ reason: 'away' });
  });

  test.each([
    ['GET', '/'],
    ['GET', '/statuses'],
    ['DELETE', '/status'],
    ['HEAD', '/status'],
    ['OPTIONS', '/status'],
    ['GET', '/status/'],
    ['GET', '/incidents//'],
    ['POST', '/records/me'],
    ['GET', '/incidents/a/b'],
    ['GET', '/.well-known/openid-configuration'],
  ])('is not there, where it is none: %s %s', async (method, path) => {
    expect(await asked(gate({}), method, path)).toMatchObject({ reason: 'not-found', message: 'no such route' });
  });

  test.each([
    ['open', {}, 'the program has not been paused since 2026-11-29T16:00:00.000Z'],
    ['closed', { state: 'closed' }, 'the program is paused since 2026-11-29T16:00:00.000Z'],
    ['closing', { state: 'closing' }, 'the program is paused since 2026-11-29T16:00:00.000Z'],
    ['of a new program', { state: 'closed', since: 0, epoch: 0 }, 'the program has collected nothing yet'],
    ['that cannot be read', new Error('no table'), 'whether the program is paused cannot be read'],
  ] as const)('says what is known of a gate that is %s, and nothing of who holds it', async (_, state, words) => {
    const { message } = (await asked(gate(state as Partial<GateState> | Error))) as Error;

    expect(message).toBe(`the service is being deployed, or was taken down: try again later; ${words}`);
  });
});
