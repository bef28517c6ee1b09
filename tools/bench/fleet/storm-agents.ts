/**
 * Agents of one process of the storm: the real SDK with disk spools, Kinesis, push and keys of their own. What is put into each stands in a log before the agent has it, and what the agent said
 * of it after, so that the count holds though the process is killed at any moment. `node --import shifted-clock.ts storm-agents.ts`, its orders over IPC.
 */
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent } from '../../../agent/sdk/agent.ts';
import { createAgent } from '../../../agent/sdk/agent.ts';
import { readCredential, writeCredential } from '../../../agent/sdk/credential-file.ts';
import { createDeviceApi } from '../../../agent/sdk/device-credential.ts';
import { createDiskSpool } from '../../../agent/sdk/disk-spool.ts';
import { createKinesisSink } from '../../../agent/sdk/kinesis.aws.ts';
import { parallel } from '../../../core/shared/parallel.ts';
import type { Event } from '../../../wire/event.ts';
import { idOf, type Orders, outcomeSigns, type Report, type Span } from './storm-log.ts';

const TICK = 250;
const STARTS_AT_A_TIME = 2;
/** All functions of the local cloud are processes of one machine: what takes AWS milliseconds may take it this long, ms. */
const PATIENCE = 60_000;

let orders: Orders | undefined;
let span: Span | undefined;
let ending = false;
const agents: { agent: Agent; at: number; next: number }[] = [];
const write = (lines: string[]) => {
  if (lines.length > 0) appendFileSync(orders!.log, `${lines.join('\n')}\n`);
};
const tell = (report: Report) => process.send?.(report);

process.on('message', async (message: Orders | Span | 'end') => {
  if (message !== 'end') {
    if ('from' in message) {
      span = message;
      return;
    }
    orders = message;
    await begin(message);
    return;
  }
  ending = true;
  clearInterval(ticking);
  // What waits is sent before it ends: a stop sends what it can now, and leaves the rest to the next start.
  const deadline = performance.now() + 240_000;
  await parallel(agents, 16, async ({ agent }) => {
    await agent.flush();
    while (agent.pending > 0 && performance.now() < deadline) {
      await agent.resume();
      await agent.flush();
      if (agent.pending > 0) await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    await agent.stop();
  });
  write(
    agents.map(
      ({ agent, at }) => `c ${at} ${JSON.stringify({ discarded: agent.counters.discarded, waiting: agent.pending })}`,
    ),
  );
  tell({ ended: agents.map(({ agent, at }) => ({ at, pending: agent.pending })) });
  process.disconnect();
});

// Whoever gave the orders is gone: so is this.
process.on('disconnect', () => process.exit());

async function begin({ api: _, agents: given }: Orders): Promise<void> {
  await parallel(given, STARTS_AT_A_TIME, async ({ at, device, folder, next }) => {
    const file = join(folder, 'credential.json');
    const sink = createKinesisSink();
    const agent = createAgent({
      device,
      api: createDeviceApi({
        credential: readCredential(file)!,
        save: (changed) => writeCredential(file, changed),
        timeoutMs: PATIENCE,
      }),
      sink: {
        ...sink,
        async put(frames) {
          const outcomes = await sink.put(frames);
          // The driver's own count of what the stream took.
          const taken = frames.filter((__, one) => outcomes[one] === 'acknowledged');
          write(taken.map(({ data }) => `a ${at} ${createHash('sha256').update(data).digest('hex')}`));
          return outcomes;
        },
      },
      spool: await createDiskSpool({ folder, device }),
    });
    agents.push({ agent, at, next });
    if (ending) return;
    await agent.start();
    // Who listens is given longer leases: the first is of one who does not yet.
    const signal = AbortSignal.timeout(30_000);
    while (agent.state.state === 'recording' && agent.notToldSince !== undefined && !signal.aborted)
      await new Promise((resolve) => setTimeout(resolve, 100));
    await agent.resume();
  });
  if (!ending) tell({ started: agents.length, states: states() });
}

const states = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { agent } of agents) {
    const { state } = agent;
    const name = state.state === 'recording' ? 'recording' : state.reason;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

const monotonic = () => performance.timeOrigin + performance.now();
const ticking = setInterval(() => {
  if (!orders || !span) return;
  const { from, to } = span;
  const { quota } = orders;
  const share = Math.min(1, Math.max(0, (monotonic() - from) / (to - from)));
  const due = Math.floor(share * quota);
  const moved = agents.filter(({ next }) => next < due);
  write(moved.map(({ at, next }) => `p ${at} ${next} ${due - next}`));
  write(
    moved.map((one) => {
      const { agent, at, next } = one;
      const { state } = agent;
      const why = state.state === 'recording' ? 'recording' : state.reason;
      let outcomes = '';
      for (; one.next < due; one.next++) outcomes += outcomeSigns[agent.capture(eventOf(at, one.next))];
      return `r ${at} ${next} ${outcomes} ${why} ${Math.round(monotonic())}`;
    }),
  );
}, TICK);
setInterval(() => orders && tell({ states: states() }), 5000).unref();

/** Four of five are movements, as the cost page assumes; the others are typed and clicked. */
function eventOf(at: number, seq: number): Event {
  const common = { time: Date.now(), app: 'mousepad', order: idOf(at, seq) };
  const turn = seq % 20;
  if (turn < 16) return { ...common, kind: 'pointer', path: [0, seq % 1900, 10, 30, (seq % 1900) + 5, 14] };
  if (turn < 19) return { ...common, kind: 'key', type: turn === 17 ? 'keyup' : 'keydown', code: 'KeyA', key: 'a' };
  return { ...common, kind: 'click', x: seq % 1900, y: 10, button: 0 };
}
