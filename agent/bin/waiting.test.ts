import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type RunningAgent, startAgent } from '../../test/fixtures/running-agent.ts';
import type { LeaseGrant } from '../../wire/lease.ts';
import { type FakeCloud, startFakeCloud } from '../sdk/testing-cloud.ts';

/** The agent's process where its input, or what it has sealed, has to wait: nothing of either is thrown away, and what is lost is told. */

const session = fileURLToPath(new URL('../../programs/model-capability/session.ndjson', import.meta.url));
const flush = (changes: Partial<LeaseGrant['flush']> = {}) => ({
  flush: { seconds: 0.2, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000, ...changes },
});

let folder: string;
let cloud: FakeCloud;
let running: RunningAgent[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-waiting-'));
  running = [];
  cloud = await startFakeCloud();
  cloud.grant = {
    filter: {
      ...{ program: 'test', disclosure: '1.0', kinds: { key: ['type', 'class'] } },
      applications: { mousepad: { keys: 'class' } },
    },
    ...flush(),
  };
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await cloud.close();
  rmSync(folder, { recursive: true });
});

const event = (key: string) =>
  `${JSON.stringify({ kind: 'key', time: Date.now(), app: 'mousepad', type: 'keydown', key, code: 'KeyA' })}\n`;
function start(args: string[], api = cloud.url): RunningAgent {
  const one = startAgent(['--device', 'd1', ...args], {
    ...{ api, state: folder, env: { AWS_ENDPOINT_URL_KINESIS: cloud.url } },
  });
  running.push(one);
  return one;
}
const result = (lines: Record<string, unknown>[]) => lines.at(-1)!.result as Record<string, Record<string, unknown>>;

test('a service that is not there when it starts: the input waits, and is recorded once it is', async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });
  const agent = start(['--collector', 'stdin'], `http://127.0.0.1:${port}`);
  await agent.until(({ reason }) => reason === 'unreachable');

  const to = { port: Number(new URL(cloud.url).port), host: '127.0.0.1' };
  const service = net.createServer((socket) => {
    const behind = net.connect(to);
    for (const one of [socket, behind])
      one.on('error', () => {}).on('close', () => [socket, behind].map((end) => end.destroy()));
    socket.pipe(behind).pipe(socket);
  });
  await new Promise<void>((resolve) => service.listen(port, '127.0.0.1', resolve));
  await agent.until(({ state }) => state === 'recording');
  agent.child.stdin.end(event('a') + event('1'));

  const { code, lines } = await agent.ended;
  service.close();
  expect([code, result(lines).collector!.lines]).toEqual([0, 2]);
  expect(cloud.stored()).toHaveLength(2);
});

test('a spool that is full at the start: its frames leave first, then the input is read, all of it', async () => {
  cloud.kinesisAway = true;
  const first = start(['--collector', 'stdin']);
  await first.until(({ state }) => state === 'recording');
  first.child.stdin.end(event('a'));
  expect((await first.ended).code).toBe(5);

  Object.assign(cloud.grant, flush({ spoolBytes: 1 }));
  const second = start(['--collector', 'stdin']);
  await second.until(({ reason }) => reason === 'spool-full');
  cloud.kinesisAway = false;
  await second.until(({ state }) => state === 'recording');
  second.child.stdin.end(event('1'));

  const { code, lines } = await second.ended;
  expect([code, result(lines).collector!.lines]).toEqual([0, 1]);
  expect(cloud.stored().map((one) => 'class' in one && one.class)).toEqual(['letter', 'digit']);
});

test('a frame that was damaged on the disk is not sent, and it is told that it is lost', async () => {
  cloud.kinesisAway = true;
  const first = start(['--collector', 'stdin']);
  await first.until(({ state }) => state === 'recording');
  first.child.stdin.end(event('a'));
  await first.ended;
  const [frame] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.frame'));
  const bytes = readFileSync(join(folder, frame!));
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(join(folder, frame!), bytes);

  cloud.kinesisAway = false;
  const second = start(['--collector', 'stdin']);
  await second.until(({ state }) => state === 'recording');
  second.child.stdin.end(event('1'));

  const { code, lines } = await second.ended;
  expect([code, result(lines).agent!.framesDamaged]).toEqual([0, 1]);
  expect(cloud.stored().map((one) => 'class' in one && one.class)).toEqual(['digit']);
});

test('what is over the budget is told, by its number', async () => {
  Object.assign(cloud.grant, flush({ eventsPerMinute: 10 }));
  const { ended } = start(['--collector', 'replay', '--recording', session, '--speed', 'max']);

  const { code, lines } = await ended;

  const stored = cloud.stored().length;
  expect(code).toBe(0);
  expect(stored).toBeGreaterThan(0);
  expect(result(lines).agent!.overBudget).toBeGreaterThan(100);
});
