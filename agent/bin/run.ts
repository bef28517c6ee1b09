import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Collector } from '../collectors/collector.ts';
import { createSystemDesktopCollector } from '../collectors/desktop/create.ts';
import { createReplayCollector, readSession } from '../collectors/replay.ts';
import { createStdinCollector } from '../collectors/stdin.ts';
import { type Agent, createAgent } from '../sdk/agent.ts';
import { createControlApi } from '../sdk/control-api.ts';
import { createDiskSpool } from '../sdk/disk-spool.ts';
import { createKinesisSink } from '../sdk/kinesis.aws.ts';
import { EXIT, type Identity, type RunOptions } from './options.ts';
import type { Status } from './status.ts';

export interface RunEnvironment {
  stdin: Readable;
  status: Status;
  /** Aborts when the person presses stop. */
  signal: AbortSignal;
}

/** Runs one agent per identity until its collector ends. @returns the exit code */
export async function run(options: RunOptions, { stdin, status, signal }: RunEnvironment): Promise<number> {
  const collectors = await createCollectors(options, stdin);
  const codes = await Promise.all(
    options.identities.map((identity, at) => runOne(options, identity, collectors[at]!, status, signal)),
  );
  // The worst of them; all of one code when there is one subject.
  return codes.find((code) => code === EXIT.refused) ?? Math.max(...codes);
}

async function createCollectors(options: RunOptions, stdin: Readable): Promise<Collector[]> {
  switch (options.collector) {
    case 'desktop':
      return [await createSystemDesktopCollector()];
    case 'stdin':
      return [createStdinCollector(stdin)];
    case 'replay': {
      const events = readSession(readFileSync(options.session!));
      const { speed, loops } = options;
      return options.identities.map(() => createReplayCollector({ events, speed, loops }));
    }
  }
}

async function runOne(
  options: RunOptions,
  identity: Identity,
  collector: Collector,
  status: Status,
  signal: AbortSignal,
): Promise<number> {
  const { device } = identity;
  const agent = createAgent({
    device,
    api: createControlApi({ url: options.api, token: identity.token }),
    sink: createKinesisSink(),
    spool: await createDiskSpool({ folder: join(options.state, device), device }),
  });
  agent.on('state', (state) => status.state(device, state));
  status.state(device, agent.state);
  await agent.start();
  // A file or a pipe does not wait for a gate to open; a desktop is there all day.
  const report = mayCollect(agent, options) ? await collector.run(agent, signal) : { events: 0, skipped: {} };
  const refused = agent.state.state === 'paused' && agent.counters.kept === 0;
  const reason = signal.aborted ? 'user' : 'end of input';
  await agent.stop(refused && agent.state.state === 'paused' ? agent.state.reason : reason);
  status.result(device, { collector: report, agent: agent.counters, acked: agent.acked, pending: agent.pending });
  if (refused) return EXIT.refused;
  return agent.pending > 0 ? EXIT.pending : EXIT.done;
}

const mayCollect = (agent: Agent, { collector }: RunOptions) =>
  collector === 'desktop' || agent.state.state === 'recording';
