import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Actor } from '../ledger/actor.ts';
import type { Limit } from '../shared/limit.ts';

/**
 * Reads and listings of one reader. The chains of reads take some two hundred entries a second for all together: a reader alone must not
 * take them, nor copy a program in an afternoon. Each has a reason in words: who has more to look at than one in four seconds, all day, needs
 * another way than reading.
 */
export const READS: Limit = { most: 1_000, per: 'hour' };

/**
 * Of what is one's own. Half a year of one person is 125,000 segments at most (a flush of 30 s, eight hours, 130 days): some six hours. At
 * five a second it is less than a thirtieth of what the chains take.
 */
export const OWN_READS: Limit = { most: 20_000, per: 'hour' };

/** Segments that one reader opens for a purpose in a day, those in data sets included, as the disclosure says. */
export function volumeOf({ purposes }: Pick<Disclosure, 'purposes'>, purpose: string): Limit | undefined {
  const most = Object.hasOwn(purposes, purpose) ? purposes[purpose]!.segmentsPerDay : undefined;
  return most === undefined ? undefined : { most, per: 'day' };
}

/** Who reads as a subject reads their own: nobody else acts in that role. */
export const limitOf = (by: Actor): Limit => (by.startsWith('subject:') ? OWN_READS : READS);
