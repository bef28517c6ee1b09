import type { Event } from '../../wire/event.ts';
import type { LeaseGrant } from '../../wire/lease.ts';
import { createAgent } from './agent.ts';
import { createMemorySpool, type Spool } from './spool.ts';
import { eventsOf, FakeControl, FakeSink, MANUAL_START, ManualClock } from './testing.ts';

/** An agent with all around it driven by hand: clock, control plane, stream. For tests. */

export const key = (time: number, letter = 'a'): Event => ({
  kind: 'key',
  time: MANUAL_START + time,
  app: 'editor',
  type: 'keydown',
  code: `Key${letter.toUpperCase()}`,
  key: letter,
});
export const paste = (data: string): Event => ({
  kind: 'text',
  time: MANUAL_START,
  app: 'editor',
  inputType: 'insertFromPaste',
  data,
});

export function setUp({
  spool = createMemorySpool(),
  random = () => 0.5,
  mark = () => false,
}: {
  spool?: Spool;
  random?: () => number;
  mark?: () => boolean;
} = {}) {
  const clock = new ManualClock();
  const api = new FakeControl(clock);
  const sink = new FakeSink();
  const agent = createAgent({ device: 'device-1', api, sink, spool, clock, random, mark });
  const states: string[] = [];
  agent.on('state', (state) => states.push('reason' in state ? `${state.state}: ${state.reason}` : state.state));
  const stored = () => sink.frames.flatMap((frame) => eventsOf(frame, api.grants));
  return { agent, clock, api, sink, spool, states, stored };
}
export const flush = (changes: Partial<LeaseGrant['flush']>) => ({
  flush: { seconds: 30, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000, ...changes },
});
