import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CaptureSink } from '../../agent/collectors/collector.ts';
import { createReplayCollector } from '../../agent/collectors/replay.ts';
import { type Agent, createAgent } from '../../agent/sdk/agent.ts';
import { type ControlApi, createControlApi } from '../../agent/sdk/control-api.ts';
import { createDiskSpool } from '../../agent/sdk/disk-spool.ts';
import { createKinesisSink } from '../../agent/sdk/kinesis.aws.ts';
import { enrol } from '../../api/consent.ts';
import type { Event } from '../../wire/event.ts';
import type { Person } from './people.ts';

/** An employee's device with the real agent on it: its SDK, its disk spool, its Kinesis client. */
export interface Device {
  name: string;
  person: Person;
  agent: Agent;
  control: ControlApi;
  /** Plays a recorded session as if it happened now, as fast as the agent takes it. Returns what became of each event. */
  play(events: readonly Event[]): Promise<Played>;
  /** Sends what is buffered, and tells the control plane up to where Kinesis acknowledged. */
  settle(): Promise<void>;
}

export interface Played {
  /** Outcomes by the agent's words: `kept`, or why not. */
  outcomes: Record<string, number>;
  /** When each event was captured, ms, in their order: a recording that is longer than clocks may differ is squeezed. */
  times: number[];
}

export async function device(apiUrl: string, person: Person, folder: string): Promise<Device> {
  const name = `${person.name}-laptop`;
  const state = join(folder, name);
  mkdirSync(state, { recursive: true });
  await person.api.call(enrol, { body: { device: name } });
  const control = createControlApi({ url: apiUrl, token: person.token });
  const agent = createAgent({
    device: name,
    api: control,
    sink: createKinesisSink(),
    spool: await createDiskSpool({ folder: state, device: name }),
  });
  return {
    name,
    person,
    agent,
    control,
    async play(events) {
      const outcomes: Record<string, number> = {};
      const times: number[] = [];
      const sink: CaptureSink = {
        async ready() {
          await agent.ready();
          while (agent.state.state !== 'recording') {
            const { state } = await agent.resume();
            if (state !== 'recording') await once(agent, 'state');
          }
        },
        capture(event) {
          const outcome = agent.capture(event);
          // The demo's leases are short: on a busy machine one may end before the next is there. The recording waits for it.
          if (outcome === 'not-recording') return 'back-pressure';
          if (outcome !== 'back-pressure') times.push(event.time);
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
          return outcome;
        },
      };
      await createReplayCollector({ events, speed: 'max' }).run(sink, new AbortController().signal);
      await agent.flush();
      return { outcomes, times };
    },
    async settle() {
      await agent.flush();
      await agent.resume();
    },
  };
}
