import { setTimeout as wait } from 'node:timers/promises';
import { SluiceError } from './errors.ts';

export class TookTooLong extends SluiceError {}

/** What the promise settles with, if it does so in time. It goes on by itself when it does not: for work that may be done twice. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = wait(ms, undefined, { signal: timer.signal }).then(() => {
    throw new TookTooLong(`took longer than ${ms} ms`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => {});
    promise.catch(() => {});
    timer.abort();
  }
}
