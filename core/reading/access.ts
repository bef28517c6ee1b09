import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Grant } from './grant.ts';
import type { GrantRequest } from './grant-request.ts';
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
  caller: Pick<Caller, 'sub' | 'groups'>,
  grants: readonly G[],
): G[] =>
  may(disclosure, caller.groups, 'see-grants') ? [...grants] : grants.filter(({ reader }) => reader === caller.sub);

/** What is asked for, for those who may give it; their own for everybody else. */
export const visibleRequests = (
  disclosure: Disclosure,
  { sub, groups }: Pick<Caller, 'sub' | 'groups'>,
  requests: readonly GrantRequest[],
): GrantRequest[] =>
  may(disclosure, groups, 'give-grants') ? [...requests] : requests.filter(({ reader }) => reader === sub);

/** By which purposes records can be read just now: of nobody's name. */
export interface ReachingGrants {
  purpose: string;
  /** Groups that the disclosure lets read for it. */
  groups: string[];
  /** How many people hold a grant for it. */
  readers: number;
  /** ms; when the last of them ends. */
  until: number;
}

/** For whoever may be read: whether, what for, by which groups, until when. By whom they are told once it was done, by the ledger. */
export function reachingGrants({ purposes }: Disclosure, grants: readonly Grant[]): ReachingGrants[] {
  return Object.entries(purposes).flatMap(([purpose, { readers: groups }]) => {
    const of = grants.filter((grant) => grant.purpose === purpose);
    if (of.length === 0) return [];
    return [{ purpose, groups: [...groups], readers: of.length, until: Math.max(...of.map(({ expires }) => expires)) }];
  });
}
