import { DEVICE_CLOCK_SKEW } from '../../wire/capture-window.ts';
import type { Event } from '../../wire/event.ts';
import { afterMark } from '../../wire/line-stream.ts';
import { parseLines, Unparsed } from '../../wire/lines.ts';
import { type Collector, type CollectorReport, capturePatiently } from './collector.ts';

export interface ReplayOptions {
  /** A recorded session, in order of time: `readSession`. */
  events: readonly Event[];
  /** 1 as recorded, 2 twice as fast; `max` as fast as the agent takes them. @default 1 */
  speed?: number | 'max';
  /** How many times. @default 1 */
  loops?: number;
  /** ms since the Unix epoch. @default Date.now */
  now?: () => number;
  /** Resolves after `ms`, or at once when the signal aborts. @default a timer */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A recording's events. @throws RangeError a line is not an event line; its number, not its content, is told */
export function readSession(data: Uint8Array): Event[] {
  return parseLines(afterMark(data)).map((line, at) => {
    if (line instanceof Unparsed || typeof line.time !== 'number') {
      const problem = line instanceof Unparsed ? line.detail : 'it has no time';
      throw new RangeError(`line ${at + 1} of the session is not an event: ${problem}`);
    }
    return line as unknown as Event;
  });
}

/** A recording as if it began at a time, ms. */
export const movedTo = <E extends { time: number }>(events: readonly E[], begin: number): E[] =>
  events.map((event) => ({ ...event, time: event.time - events[0]!.time + begin }));

/** What is no wait, ms. */
const SOON = 1_000;

const timer = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(handle);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const handle = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });

/**
 * A recorded session over again, as if it happened now: event times are moved, their distances stay (divided by the
 * speed). At `max` all of it happens at once: its middle is now, and what is longer than clocks may differ is squeezed into that, since
 * what is further from its lease is not taken. For many subjects, run one collector per agent over the same events.
 */
export function createReplayCollector(options: ReplayOptions): Collector {
  const { events, speed = 1, loops = 1, now = Date.now, wait = timer } = options;
  return {
    async run(sink, signal) {
      const report: CollectorReport = { events: 0, skipped: {}, lines: 0 };
      const first = events[0]?.time ?? 0;
      const length = (events.at(-1)?.time ?? 0) - first;
      const rate = speed === 'max' ? Math.max(1, (length * loops) / DEVICE_CLOCK_SKEW) : speed;
      await sink.recording?.(signal);
      const began = speed === 'max' ? now() - (length * loops) / rate / 2 : now();
      /** For how long nothing was recorded, ms: it happens after that, not in the meantime. */
      let waited = 0;
      const capture = async (event: Event, time: number) => {
        const from = now();
        // As long as it does not record, it has not happened yet.
        const reason = await capturePatiently(sink, { ...event, time: time + waited }, signal);
        if (reason !== 'time' || now() - from < SOON) return reason;
        waited += now() - from;
        return capturePatiently(sink, { ...event, time: time + waited }, signal);
      };
      for (let loop = 0; loop < loops && !signal.aborted; loop++) {
        // One after the other also at `max`, so that events per minute stay what they were.
        const start = began + (loop * length) / rate;
        for (const event of events) {
          if (signal.aborted) break;
          const time = start + (event.time - first) / rate;
          if (speed !== 'max' && time + waited > now()) await wait(time + waited - now(), signal);
          if (signal.aborted) break;
          const reason = await capture(event, time);
          if (reason === 'not-recording') return report;
          report.events++;
          report.lines!++;
          if (reason !== undefined) report.skipped[reason] = (report.skipped[reason] ?? 0) + 1;
        }
      }
      return report;
    },
  };
}
