import { setTimeout as wait } from 'node:timers/promises';
import { SluiceError } from './errors.ts';

export interface Persistence {
  /** Is it worth another try? Errors that it does not know are thrown at once. */
  transient: (error: unknown) => boolean;
  /** ms after which the last error is thrown, wrapped. @default 20000 */
  deadline?: number;
  /** Longest pause before the second try, ms; doubles with each. @default 4 */
  base?: number;
  /** Longest pause between tries, ms. @default 160 */
  cap?: number;
  /** In [0, 1). @default Math.random */
  random?: () => number;
  /** Monotonic, ms. @default performance.now */
  now?: () => number;
  /** @default a timer */
  sleep?: (ms: number) => Promise<unknown>;
}

/**
 * Repeats until it took, with full jitter (a uniform pause below an exponential bound), which keeps many callers that
 * collide on one item from colliding again: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 * @param attempt gets the number of the try, from 0
 */
export async function persist<T>(attempt: (tries: number) => Promise<T>, options: Persistence): Promise<T> {
  const { transient, deadline = 20_000, base = 4, cap = 160 } = options;
  const { random = Math.random, now = () => performance.now(), sleep = wait } = options;
  const end = now() + deadline;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt(tries);
    } catch (error) {
      if (!transient(error)) throw error;
      if (now() >= end) {
        throw new SluiceError(`did not take within ${deadline} ms, ${tries + 1} tries`, { cause: error });
      }
      await sleep(random() * Math.min(cap, base * 2 ** tries));
    }
  }
}
