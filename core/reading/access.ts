import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { Refused } from '../shared/errors.ts';
import type { RecordQuery } from './reading.ts';

/** Who asks: `sub` of the token, pseudonym, groups. */
export interface Caller {
  sub: string;
  pseudonym: string;
  groups: readonly string[];
}

/**
 * Whose rows a caller may list (what is there, never what is in it): subjects their own, all with the right to.
 * @throws Refused `forbidden`
 */
export function listable(disclosure: Disclosure, caller: Caller, query: RecordQuery): RecordQuery {
  if (query.subject === caller.pseudonym || may(disclosure, caller.groups, 'list-records')) return query;
  throw new Refused('forbidden', 'only your own records');
}

/** All of them for those with the right to, their own for everybody else. */
export const visibleGrants = <G extends { reader: string }>(
  disclosure: Disclosure,
  caller: Caller,
  grants: readonly G[],
): G[] =>
  may(disclosure, caller.groups, 'see-grants') ? [...grants] : grants.filter(({ reader }) => reader === caller.sub);
