import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until `condition` gives something other than undefined or false, and returns it; undefined when the deadline
 * passes first. The pause between two looks is the only sleep there is: nothing is assumed to be done after a while.
 */
export async function until<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  deadlineMs: number,
  everyMs = 50,
): Promise<T | undefined> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() >= end) return undefined;
    await pause(Math.min(everyMs, Math.max(0, end - performance.now())));
  }
}
