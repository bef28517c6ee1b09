import { once } from 'node:events';
import { type Agent, createAgent } from '../../../agent/sdk/agent.ts';
import { createControlApi } from '../../../agent/sdk/control-api.ts';
import { createMemorySpool } from '../../../agent/sdk/spool.ts';
import { FakeSink } from '../../../agent/sdk/testing.ts';
import { enrol } from '../../../api/consent.ts';
import { parallel } from '../../../core/shared/parallel.ts';
import type { Deployment } from '../../demo/deployment.ts';
import { person } from '../../demo/people.ts';
import { consent } from '../../demo/scene.ts';
import { until } from '../../local/index.ts';

/** Agents of one process, with the real SDK and connections of their own; what they capture goes nowhere. */
export interface ToldFleet {
  agents: readonly Agent[];
  /** Until the channel of each stands. */
  listening(deadlineMs: number): Promise<void>;
  /** Resolves with ms from now until each asks for a lease, sorted. */
  asking(deadlineMs: number): Promise<number[]>;
  /** Resolves with ms from now until each records, sorted. @throws Error with who does not in time */
  recording(deadlineMs: number): Promise<number[]>;
  /** The same, until each is paused because it was told so. */
  stopped(deadlineMs: number): Promise<number[]>;
  stop(): Promise<void>;
}

/** As many as one person may enrol. */
const DEVICES = 16;
/** Requests at a time: each is a process of the local cloud. */
const AT_A_TIME = 8;

export async function toldFleet(deployment: Deployment, count: number, name = 'fleet'): Promise<ToldFleet> {
  const url = deployment.outputs.ApiUrl!;
  const names = Array.from({ length: Math.ceil(count / DEVICES) }, (_, at) => `${name}${at}`);
  const people = await parallel(names, 4, async (one) => {
    const made = await person(deployment, one, ['employees']);
    return made;
  });
  const devices = Array.from({ length: count }, (_, at) => ({
    owner: people[Math.floor(at / DEVICES)]!,
    device: `device-${at % DEVICES}`,
  }));
  await parallel(people, AT_A_TIME, async (one) => {
    for (const { device } of devices.filter(({ owner }) => owner === one))
      await one.api.call(enrol, { body: { device } });
    await consent(one);
  });
  const asked: number[] = [];
  const agents = devices.map(({ owner, device }, at) => {
    const api = createControlApi({ url, token: owner.token });
    return createAgent({
      device,
      api: {
        lease(request) {
          asked[at] = performance.now();
          return api.lease(request);
        },
      },
      sink: new FakeSink(),
      spool: createMemorySpool(),
    });
  });
  await parallel(agents, AT_A_TIME, (agent) => agent.start());
  const all = (is: (agent: Agent) => boolean) => async (deadlineMs: number) => {
    const begun = performance.now();
    const signal = AbortSignal.timeout(deadlineMs);
    const times = await Promise.all(
      agents.map(async (agent) => {
        while (!is(agent)) {
          await once(agent, 'state', { signal }).catch(() => {
            throw new Error(`an agent of ${count} is ${JSON.stringify(agent.state)} after ${deadlineMs} ms`);
          });
        }
        return performance.now() - begun;
      }),
    );
    return times.sort((a, b) => a - b);
  };
  return {
    agents,
    async listening(deadlineMs) {
      const all = await until(
        async () => agents.every(({ notToldSince }) => notToldSince === undefined),
        deadlineMs,
        20,
      );
      if (!all) throw new Error(`not all of ${count} agents listen after ${deadlineMs} ms`);
    },
    async asking(deadlineMs) {
      const begun = performance.now();
      const all = await until(async () => agents.every((_, at) => asked[at]! > begun), deadlineMs, 20);
      if (!all) throw new Error(`not all of ${count} agents ask for a lease within ${deadlineMs} ms`);
      return asked.map((time) => time - begun).sort((a, b) => a - b);
    },
    recording: all(({ state }) => state.state === 'recording'),
    stopped: all(({ state }) => state.state === 'paused' && state.reason === 'gate-closed-push'),
    async stop() {
      await parallel(agents, AT_A_TIME, (agent) => agent.stop());
    },
  };
}

/** The middle, the 99th of a hundred, and the last, ms. */
export const spreadOfTimes = (sorted: readonly number[]) => {
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  return { median: at(0.5), p99: at(0.99), last: at(1) };
};
