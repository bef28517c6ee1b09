/** ms; the schedules that look at a part of something each time run so often. */
export const TURN = 300_000;

/**
 * Of more than can be looked at in one run, those whose turn it is, chosen by the clock: each comes to its turn, whatever becomes of those
 * before it. All of them where they are few.
 */
export function inTurn<T>(all: readonly T[], most: number, now: number): T[] {
  if (all.length <= most) return [...all];
  const from = (Math.floor(now / TURN) * most) % all.length;
  return [...all.slice(from), ...all.slice(0, from)].slice(0, most);
}
