import { expect, test } from '@jest/globals';
import { memoryAgentCredentials } from './agent-credentials.memory.ts';
import { reusing, SESSION_MARGIN } from './agent-credentials.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;

function setup(kept?: number) {
  const issuer = memoryAgentCredentials({ now: () => NOW });
  const credentials = reusing(issuer, kept);
  /** The session's number: those that were issued count from 1. */
  const session = async (device: string, until = NOW + MINUTE, since = 0) =>
    Number((await credentials.issue('ann', device, until, since)).sessionToken.replace('session-', ''));
  return { issuer, credentials, session };
}

test('each device of each subject has a session of its own', async () => {
  const { credentials, issuer } = setup();
  const names = [
    ['ann', 'laptop'],
    ['ann', 'desk'],
    ['bob', 'laptop'],
  ] as const;
  const secrets = new Set<string>();
  for (const [subject, device] of [...names, ...names]) {
    const { accessKeyId, secretAccessKey } = await credentials.issue(subject, device, NOW + MINUTE, 0);
    expect(accessKeyId).toBe(`memory-${subject}-${device}`);
    secrets.add(secretAccessKey);
  }
  expect(secrets.size).toBe(3);
  expect(issuer.issued()).toBe(3);
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

test('as many sessions are kept as it says; the one issued first goes first', async () => {
  const { session } = setup(2);
  await session('a');
  await session('b');
  // A lease beyond its session's end: `a` has the newest session now.
  expect(await session('a', NOW + 20 * MINUTE)).toBe(3);
  expect(await session('b')).toBe(2);
  await session('c');
  expect(await session('a')).toBe(3);
  expect(await session('b')).toBe(5);
});
