import type { AgentClock } from './clock.ts';
import type { ControlApi } from './control-api.ts';
import type { FrameSink } from './frame-sink.ts';
import type { OpenPushChannel } from './push-channel.ts';
import type { Spool } from './spool.ts';

export interface AgentOptions {
  /** Id of the enrolled device. */
  device: string;
  api: ControlApi;
  sink: FrameSink;
  spool: Spool;
  /** Whether a mark on the screen shows now that it records; `markChanged()` when that changes. Asked where the program demands one. @default none is shown */
  mark?: () => boolean;
  /** How it hears at once that the gate has closed, where leases offer that. @default by MQTT over WebSockets */
  push?: OpenPushChannel;
  /** @default the system's */
  clock?: AgentClock;
  /** 0 (included) to 1, for jitter. @default Math.random */
  random?: () => number;
}
