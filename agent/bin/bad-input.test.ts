import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hasOwnMounts, type RunningAgent, startAgent } from '../../test/fixtures/running-agent.ts';
import { createAgent } from '../sdk/agent.ts';
import { createMemorySpool } from '../sdk/spool.ts';
import { FakeControl, FakeSink, ManualClock, settled } from '../sdk/testing.ts';
import { key, setUp } from '../sdk/testing-agent.ts';
import { type FakeCloud, startFakeCloud } from '../sdk/testing-cloud.ts';
import { createTeller, FakeChannel } from '../sdk/testing-push.ts';
import { stateFolder } from './doctor/doctor.ts';
import { networkOf } from './doctor/look.ts';

/**
 * What devices meet that are not as they should be: each is a state with a name, loses nothing without saying so, and tells nobody else anything. A gateway's
 * page in place of the service has a test of its own (`captive-portal.test.ts`), and so has a machine that slept (`asleep.test.ts`).
 */

/** What was said of it, and what became of the events that were put in. */
interface Seen {
  /** States and reasons, in their order. */
  named: string[];
  /** Stored. */
  events: number;
  /** Counted as lost, by name. */
  lost: Record<string, number>;
}

let folder: string;
let cloud: FakeCloud;
let agent: RunningAgent | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-bad-input-'));
  cloud = await startFakeCloud();
  agent = undefined;
  cloud.grant = {
    filter: {
      ...{ program: 'test', disclosure: '1.0', kinds: { key: ['type', 'class'] } },
      applications: { mousepad: { keys: 'class' } },
    },
    flush: { seconds: 0.2, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000 },
  };
});
afterEach(async () => {
  agent?.child.kill('SIGKILL');
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const event = () =>
  `${JSON.stringify({ kind: 'key', time: Date.now(), app: 'mousepad', type: 'keydown', key: 'a', code: 'KeyA' })}\n`;
const start = (state: string, mounts?: string, api = cloud.url) => {
  agent = startAgent(['--collector', 'stdin', '--device', 'd1', '--wait', '0.01'], {
    ...{ api, state, env: { AWS_ENDPOINT_URL_KINESIS: cloud.url } },
    ...(mounts !== undefined && { mounts }),
  });
  return agent;
};
async function seen({ ended }: RunningAgent): Promise<Seen> {
  const { lines } = await ended;
  const result = lines.map((line) => line.result).find(Boolean) as { agent: { discarded: number } } | undefined;
  return {
    named: lines.flatMap(({ state, reason }) => (state === undefined ? [] : [reason ?? state].map(String))),
    events: cloud.stored().length,
    lost: result && result.agent.discarded > 0 ? { discarded: result.agent.discarded } : {},
  };
}

/** In this process, since its hands have to be on the clock while a frame is sealed. */
async function clockJumps(ms: number): Promise<Seen> {
  const spool = createMemorySpool();
  let jump = () => {};
  const world = setUp({
    spool: {
      ...spool,
      add: (...args) => {
        jump();
        return spool.add(...args);
      },
    },
  });
  jump = () => {
    jump = () => {};
    world.clock.sleep(ms);
  };
  await world.agent.start();
  world.agent.capture(key(1));
  world.agent.capture(key(2));
  await world.agent.flush();
  await world.clock.pass(5_000);
  world.agent.capture(key(3));
  await settled();
  const { kept, discarded } = world.agent.counters;
  await world.agent.stop();
  return { named: world.states, events: world.stored().length, lost: { discarded, unexplained: kept - 2 } };
}

/** An agent that listens, and hears one message after the other. */
async function hears(...messages: ((teller: ReturnType<typeof createTeller>) => Uint8Array)[]): Promise<Seen> {
  const [clock, channel, teller, sink] = [new ManualClock(), new FakeChannel(), createTeller(), new FakeSink()];
  const control = new FakeControl(clock);
  control.answers = [{ push: teller.offer(5) }];
  const listening = createAgent({
    ...{ device: 'd', api: control, sink, spool: createMemorySpool(), clock, push: channel.open, random: () => 0.5 },
  });
  await listening.start();
  channel.listener!.up();
  for (const message of messages) {
    channel.listener!.message(message(teller));
    await settled();
  }
  listening.capture(key(1));
  await listening.flush();
  const { ignoredNews, state } = listening;
  const named = [state.state, ...Object.entries(ignoredNews).map(([fault, times]) => `${fault} ${times}`)];
  await listening.stop();
  return { named, events: sink.frames.length, lost: {} };
}

const stranger = createTeller();

const ROWS: [string, () => Promise<Seen>, Partial<Seen>][] = [
  [
    'a clock that jumps two hours ahead while a frame is sealed',
    () => clockJumps(7_200_000),
    {
      // Two hours without an event, by the calendar: it asks with the next.
      named: ['recording', 'paused: resting', 'recording', 'stopped: user'],
      ...{ events: 2, lost: { discarded: 0, unexplained: 0 } },
    },
  ],
  [
    'a clock that jumps two hours back while a frame is sealed',
    () => clockJumps(-7_200_000),
    { named: ['recording', 'stopped: user'], events: 2, lost: { discarded: 0, unexplained: 0 } },
  ],
  [
    'a folder on a drive of the network',
    async () => {
      const network = networkOf('/home/ann/.sluice', 'server:/home /home/ann nfs4 rw 0 0\n')!;
      const said = stateFolder({ path: '/home/ann/.sluice', lock: 'free', network });
      return { named: [said.verdict, said.do ?? ''], events: 0, lost: {} };
    },
    { named: ['fault', expect.stringContaining('a folder of this machine') as never] },
  ],
  [
    'a folder on a drive that locks nothing',
    async () => {
      mkdirSync(join(folder, new URL(cloud.url).host.replace(':', '_'), 'd1', 'lock.db'), { recursive: true });
      const running = start(folder);
      const found = await seen(running);
      return { ...found, named: [...found.named, (await running.ended).error.trim()] };
    },
    { named: ['spool-failed', expect.stringContaining('a drive that cannot lock files') as never], events: 0 },
  ],
  [
    'a token of another program',
    async () => {
      cloud.refuse = 'unauthenticated';
      const running = start(folder);
      running.child.stdin.end(event());
      const found = await seen(running);
      return { ...found, named: [...new Set(found.named)], lost: { puts: cloud.puts.length } };
    },
    { named: expect.arrayContaining(['unauthenticated']) as never, events: 0, lost: { puts: 0 } },
  ],
  [
    'a server that answers HTML',
    async () => {
      const server = createServer((_, response) =>
        response.setHeader('content-type', 'text/html').end('<html>hi</html>'),
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const running = start(folder, undefined, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      running.child.stdin.end(event());
      const found = await seen(running);
      server.closeAllConnections();
      server.close();
      return { ...found, lost: { puts: cloud.puts.length } };
    },
    { named: expect.arrayContaining(['captive-portal']) as never, events: 0, lost: { puts: 0 } },
  ],
  [
    'a push message that is replayed, after the gate has opened again',
    () =>
      hears(
        (teller) => teller.news({ state: 'open', epoch: 5 }),
        (teller) => teller.news({ state: 'closed', epoch: 4 }),
      ),
    { named: ['recording', 'old 1'], events: 1 },
  ],
  [
    'a push message that is forged',
    () =>
      hears(
        () => stranger.news({ state: 'closed', epoch: 9 }),
        () => Buffer.from('{"v":1}'),
      ),
    { named: ['recording', 'forged 1', 'malformed 1'], events: 1 },
  ],
  [
    'a push message from the past, of an opening before the lease',
    () => hears((teller) => teller.news({ state: 'open', epoch: 1 })),
    { named: ['recording', 'old 1'], events: 1 },
  ],
  [
    'a push message of another program and of another stage',
    () =>
      hears(
        (teller) => teller.news({ program: 'other', epoch: 9 }),
        (teller) => teller.news({ stage: 'prod', epoch: 9 }),
      ),
    { named: ['recording', 'another-program 2'], events: 1 },
  ],
];

test.each(ROWS)('%s', async (_, play, expected) => {
  expect(await play()).toMatchObject(expected);
});

/** Where a process may have file systems of its own. */
(hasOwnMounts() ? describe : describe.skip)('a disk', () => {
  test('that is full is named, what was not sealed is counted, and it goes on when there is room', async () => {
    const state = join(folder, 'state');
    mkdirSync(state);
    const running = start(state, `mount -t tmpfs -o size=512k none ${state}`);
    const { child, until, lines } = running;
    await until(({ state: of }) => of === 'recording');
    // As the process sees it.
    const filler = join(`/proc/${child.pid}/root`, state, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(1_000_000))).toThrow('ENOSPC');
    child.stdin.write(event());
    await until(({ reason }) => reason === 'spool-failed');
    rmSync(filler);
    const full = lines().length;
    writeFileSync(
      join(`/proc/${child.pid}/root`, folderOf(state), 'wish.json'),
      JSON.stringify({ wish: 'record', at: Date.now() }),
    );
    await until(({ state: of }) => of === 'recording', full);
    child.stdin.end(event());

    expect(await seen(running)).toEqual({
      named: ['starting', 'recording', 'spool-failed', 'recording', 'end of input'],
      events: 1,
      lost: { discarded: 1 },
    });
  });

  test('that is read-only is named, and nothing is read of the input', async () => {
    const home = join(folder, 'home');
    mkdirSync(home);
    const running = start(
      join(home, '.sluice/agent'),
      `mount -t tmpfs -o size=512k none ${home}; mount -o remount,ro ${home}`,
    );
    running.child.stdin.end(event());

    expect(await seen(running)).toEqual({ named: ['spool-failed'], events: 0, lost: {} });
    const { code, error } = await running.ended;
    expect([code, error]).toEqual([1, expect.stringContaining('see to it that the state folder can be written')]);
    expect(cloud.requests).toEqual([]);
  });
});

const folderOf = (state: string) => join(state, new URL(cloud.url).host.replace(':', '_'), 'd1');
