import { expect, test } from '@jest/globals';
import { memoryAgentCredentials } from './agent-credentials.memory.ts';
import { SESSION_MARGIN, shared } from './agent-credentials.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;

function setup() {
  const issuer = memoryAgentCredentials({ now: () => NOW });
  const credentials = shared(issuer);
  /** The session's number: those that were issued count from 1. */
  const session = async (device: string, until = NOW + MINUTE, since = 0) =>
    Number((await credentials.issue('ann', device, until, since)).sessionToken.replace('session-', ''));
  return { issuer, credentials, session };
}

test('all devices have one session, however many ask at once', async () => {
  const { session, issuer } = setup();
  const devices = Array.from({ length: 5_000 }, (_, at) => `d${at}`);
  expect(new Set(await Promise.all(devices.map((device) => session(device))))).toEqual(new Set([1]));
  expect(new Set(await Promise.all(devices.map((device) => session(device))))).toEqual(new Set([1]));
  expect(issuer.issued()).toBe(1);
});

test('a session is used as long as its margin lasts beyond the lease, to the millisecond', async () => {
  const { session } = setup();
  const latest = NOW + 15 * MINUTE - SESSION_MARGIN;
  expect(await session('laptop', NOW + MINUTE)).toBe(1);
  expect(await session('laptop', latest)).toBe(1);
  expect(await session('laptop', latest + 1)).toBe(2);
});

test('a session of before the gate was opened is not used any more: IAM may deny it still', async () => {
  const { session } = setup();
  expect(await session('laptop', NOW + MINUTE, NOW)).toBe(1);
  expect(await session('laptop', NOW + MINUTE, NOW)).toBe(1);
  expect(await session('laptop', NOW + MINUTE, NOW + 1)).toBe(2);
});

test('one that could not be had is asked for again, and fails nobody but who asked', async () => {
  let tries = 0;
  const issuer = memoryAgentCredentials({ now: () => NOW });
  const credentials = shared({
    issue: (...order) => (++tries === 1 ? Promise.reject(new Error('throttled')) : issuer.issue(...order)),
  });
  const ask = () => credentials.issue('ann', 'laptop', NOW + MINUTE, 0);
  const all = await Promise.allSettled([ask(), ask(), ask()]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  await ask();
  expect(tries).toBe(2);
});
