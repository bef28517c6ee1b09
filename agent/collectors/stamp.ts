import { type CaptureSink, capturing } from './collector.ts';

/** Clocks of the device: one that people and servers set, and one that nobody does. */
export interface Clocks {
  /** ms since 1970. @default Date.now */
  now?: () => number;
  /** ms since some start. @default performance.now */
  elapsed?: () => number;
}

/** One that stamps already is not wrapped again: all that goes into a recording counts in one order. */
const stamped = new WeakSet<CaptureSink>();

/** Gives each event its place in the order and its time on a clock that nobody sets, where they are disclosed: what sorts a recording when a calendar was put right in it. */
export function stamping(
  sink: CaptureSink,
  { now = Date.now, elapsed = () => performance.now() }: Clocks = {},
): CaptureSink {
  if (stamped.has(sink)) return sink;
  const began = elapsed();
  let order = 0;
  const own = capturing(sink, (event) => {
    const { kind } = event;
    if (sink.takes?.(kind, 'order') !== true && sink.takes?.(kind, 'timeStamp') !== true) return sink.capture(event);
    // An event is told a moment after it happened: the moment is by the calendar, which is not set within one but once in a long while.
    const ago = Math.max(0, now() - event.time);
    const timeStamp = Math.max(0, Math.round((elapsed() - began - ago) * 10) / 10);
    const result = sink.capture({ ...event, timeStamp, order });
    if (result === 'kept') order++;
    return result;
  });
  stamped.add(own);
  return own;
}
