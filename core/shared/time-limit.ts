import { setMaxListeners } from 'node:events';

export interface TimeLimit {
  /** Aborted when the time is over. */
  signal: AbortSignal;
  /** Ends it before its time: no timer is left behind. */
  end(): void;
}

/** @param milliseconds infinite: there is no limit */
export function timeLimit(milliseconds: number): TimeLimit {
  const controller = new AbortController();
  // Every call under way listens.
  setMaxListeners(0, controller.signal);
  if (!Number.isFinite(milliseconds)) return { signal: controller.signal, end: () => {} };
  const timer = setTimeout(() => controller.abort(), Math.max(0, milliseconds));
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}

/**
 * Calls, and waits for the answer until the signal. The call itself goes on when that comes first: what becomes of it is
 * then unknown.
 * @throws what `late` makes, at the signal
 */
export function within<T>(call: () => Promise<T>, signal: AbortSignal, late: () => Error): Promise<T> {
  if (signal.aborted) return Promise.reject(late());
  return new Promise((resolve, reject) => {
    const stop = () => reject(late());
    signal.addEventListener('abort', stop, { once: true });
    call()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
