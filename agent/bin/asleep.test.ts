import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type RunningAgent, startAgent } from '../../test/fixtures/running-agent.ts';
import { type FakeCloud, startFakeCloud } from '../sdk/testing-cloud.ts';

/** The agent's process on a laptop that sleeps over its lease, stopped by the system's own signal and gone on with. */

const LEASE_MS = 3_000;
let folder: string;
let cloud: FakeCloud;
let agent: RunningAgent | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-asleep-'));
  cloud = await startFakeCloud();
  agent = undefined;
});
afterEach(async () => {
  agent?.child.kill('SIGKILL');
  await cloud.close();
  rmSync(folder, { recursive: true });
});

const event = (key: string) =>
  `${JSON.stringify({ kind: 'key', time: Date.now(), app: 'mousepad', type: 'keydown', key, code: 'KeyA' })}\n`;
const look = () => new Promise((resolve) => setTimeout(resolve, 20));

test('what was captured before is sent, nothing is captured without a lease, and it goes on under another', async () => {
  const expires: number[] = [];
  cloud.grant = {
    filter: {
      ...{ program: 'test', disclosure: '1.0', kinds: { key: ['type', 'class'] } },
      applications: { mousepad: { keys: 'class' } },
    },
    // Not before the lease is over: it is what wakes that seals.
    flush: { seconds: 30, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000 },
    get expires() {
      expires.push(Date.now() + LEASE_MS);
      // The double's calendar is 50 s ahead.
      return Date.now() + LEASE_MS + 50_000;
    },
  };
  agent = startAgent(['--collector', 'stdin', '--device', 'd1'], { api: cloud.url, state: folder });
  const { child, until, lines, ended } = agent;
  await until(({ state }) => state === 'recording');
  const before = cloud.requests.length;
  child.stdin.write(`${event('a')}no json\n`);
  // Behind it on the same way: it was taken.
  await until(({ line }) => line === 2);

  child.kill('SIGSTOP');
  const over = expires.at(-1)! + 1_000;
  while (Date.now() < over) await look();
  expect([cloud.records.length, cloud.requests.length]).toEqual([0, before]);
  const asleep = lines().length;
  child.kill('SIGCONT');

  await until(({ reason }) => reason === 'lease-expired', asleep);
  await until(({ state }) => state === 'recording', asleep);
  child.stdin.end(event('1'));
  expect((await ended).code).toBe(0);

  expect(cloud.stored().map((one) => 'class' in one && one.class)).toEqual(['letter', 'digit']);
  // The same start of the agent, as the service knows it.
  const runs = cloud.requests.slice(1).map(({ run }) => (run === 'new' ? run : run?.epoch));
  expect(new Set(runs)).toEqual(new Set([1]));
});
