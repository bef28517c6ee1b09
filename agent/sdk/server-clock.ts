import { type AgentClock, type Moment, moment } from './clock.ts';

/**
 * The program's time, as answers tell it. Kept here and in no client: an SDK forgets what it has learned of a clock with each client that is thrown
 * away, and a device that is hours off would be refused again at each renewal.
 */
export interface ServerClock {
  /** ms by which the program is ahead of the device's calendar; 0 until it was told. */
  offset(): number;
  /** Takes a time that the program told just now, ms. */
  learn(now: number): void;
}

/** What the stopwatch is ahead of the calendar by, from which on that was set back, ms: both drift by less in a lease. */
const SET_BACK = 2_000;

export function createServerClock(clock: AgentClock): ServerClock {
  let offset = 0;
  let learned: Moment | undefined;
  return {
    offset() {
      if (!learned) return offset;
      // A calendar that was set back falls behind the stopwatch. One that is ahead of it may have been set, or the machine slept: that cannot be told.
      const behind = clock.elapsed() - learned.elapsed - (clock.now() - learned.now);
      return offset + (behind > SET_BACK ? behind : 0);
    },
    learn(now) {
      learned = moment(clock);
      offset = now - learned.now;
    },
  };
}

/** `Date` of an answer, ms; undefined where there is none that can be read. */
export function dateOf(header: string | null | undefined): number | undefined {
  const time = Date.parse(header ?? '');
  return Number.isNaN(time) ? undefined : time;
}
