/** People of whom a number may be: fewer, and it says who is meant to those who know the team. */
export const SMALLEST_GROUP = 5;

/**
 * How many people there are, as it may be told to others: rounded down to whole groups, so that one person more or less is not seen
 * but at the edge of a group. `undefined`: fewer than the smallest group, none too.
 */
export const peopleTold = (people: number): number | undefined =>
  people < SMALLEST_GROUP ? undefined : people - (people % SMALLEST_GROUP);
