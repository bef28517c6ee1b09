/** Time as the agent uses it; passed in, so that tests turn the hands themselves. */
export interface AgentClock {
  /** Calendar time, ms since the Unix epoch. */
  now(): number;
  /** Stopwatch, ms; never jumps, but may stand still while the machine sleeps. */
  elapsed(): number;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** Node fires a timer of more than this at once, ms: a pause of a month would be over when it begins. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: AgentClock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, run) {
    let timer: NodeJS.Timeout;
    const wait = (left: number) => {
      timer = setTimeout(
        () => (left > LONGEST_TIMER ? wait(left - LONGEST_TIMER) : run()),
        Math.min(left, LONGEST_TIMER),
      );
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};

/** A moment on both clocks. */
export interface Moment {
  now: number;
  elapsed: number;
}
export const moment = (clock: AgentClock): Moment => ({ now: clock.now(), elapsed: clock.elapsed() });

/**
 * ms since a moment, by whichever clock says more: the stopwatch stands still while a laptop sleeps, the calendar can be
 * set back. A lease that may be over is over.
 */
export const since = (clock: Pick<AgentClock, 'now' | 'elapsed'>, start: Moment): number =>
  Math.max(clock.now() - start.now, clock.elapsed() - start.elapsed);

/** Pauses before the tries 1, 2, 3 ...: doubling, up to `longest`, each somewhere in its upper half so that agents spread. */
export const backOff = (attempt: number, first: number, longest: number, random: () => number): number =>
  Math.min(longest, first * 2 ** Math.min(attempt, 30)) * (0.5 + random() / 2);
