const DAY = 86_400_000;

/**
 * A span of ms as the UTC days that it touches, the last ms included: two spans that differ by an hour are told alike, and the
 * difference of what is told says nothing of anybody.
 */
export const wholeDays = ({ from, to }: { from: number; to: number }): { from: number; to: number } => ({
  from: dayOf(from),
  to: dayOf(to) + DAY - 1,
});

/** Its beginning, ms. */
export const dayOf = (at: number): number => Math.floor(at / DAY) * DAY;
