import { type Capability, holdersOf, may, type PeopleRules } from '../../api/people.ts';
import { Refused } from './errors.ts';

/** @throws Refused `forbidden` when none of the caller's groups has the right */
export function requireRight(disclosure: PeopleRules, groups: readonly string[], right: Capability): void {
  if (may(disclosure, groups, right)) return;
  throw new Refused('forbidden', `only for members of: ${holdersOf(disclosure, right).join(', ')}`);
}
