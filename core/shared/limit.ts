import { Refused } from './errors.ts';

/** What one person, or one device, may do of something within a span of time. A limit is a guard of what is shared, never a proof. */
export interface Limit {
  most: number;
  per: 'hour' | 'day';
}

const MS = { hour: 3_600_000, day: 86_400_000 } as const;

/** Number of the span since the Unix epoch: days are those of UTC. @param at ms */
export const spanOf = ({ per }: Pick<Limit, 'per'>, at: number): number => Math.floor(at / MS[per]);

/** Of a limit that is used up: it says when there is more. @param what in the plural */
export const usedUp = (what: string, limit: Limit, at: number): Refused => {
  const again = new Date((spanOf(limit, at) + 1) * MS[limit.per]).toISOString();
  return new Refused('limit', `at most ${limit.most} ${what} within one ${limit.per}: again from ${again} on`);
};
