import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { OWN_DATA } from './reading.ts';

/** Who asks: `sub` of the token, pseudonym, groups. */
export interface Caller {
  sub: string;
  pseudonym: string;
  groups: readonly string[];
}

/**
 * As whom somebody reads: by the name of their office, and by their pseudonym what is their own. No entry holds both, whatever they ask
 * for: it would tell for good whose pseudonym it is.
 */
export const readerOf = ({ sub, pseudonym }: Caller, purpose: string, subject: string | undefined): string =>
  purpose === OWN_DATA || subject === pseudonym ? pseudonym : sub;

/** All of them for those with the right to, their own for everybody else. */
export const visibleGrants = <G extends { reader: string }>(
  disclosure: Disclosure,
  caller: Caller,
  grants: readonly G[],
): G[] =>
  may(disclosure, caller.groups, 'see-grants') ? [...grants] : grants.filter(({ reader }) => reader === caller.sub);
