import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';

/** Who asks: `sub` of the token, pseudonym, groups. */
export interface Caller {
  sub: string;
  pseudonym: string;
  groups: readonly string[];
}

/** All of them for those with the right to, their own for everybody else. */
export const visibleGrants = <G extends { reader: string }>(
  disclosure: Disclosure,
  caller: Caller,
  grants: readonly G[],
): G[] =>
  may(disclosure, caller.groups, 'see-grants') ? [...grants] : grants.filter(({ reader }) => reader === caller.sub);
