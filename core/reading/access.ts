import type { Disclosure } from '../disclosure/disclosure.ts';
import { Refused } from '../shared/errors.ts';
import { GRANT_GIVERS } from './grant.ts';
import type { RecordQuery } from './reading.ts';

/** See the entries of the ledger: who read what, and who let them. */
const LEDGER_READERS: readonly string[] = ['investigators', 'representatives', 'stewards', 'platform'];

/** Who asks: `sub` of the token, pseudonym, groups. */
export interface Caller {
  sub: string;
  pseudonym: string;
  groups: readonly string[];
}

const isIn = (caller: Caller, groups: readonly string[]): boolean =>
  groups.some((group) => caller.groups.includes(group));

/**
 * Whose rows a caller may list (what is there, never what is in it): subjects their own; members of a purpose's reader
 * groups and givers of grants all.
 * @throws Refused `forbidden`
 */
export function listable(disclosure: Disclosure, caller: Caller, query: RecordQuery): RecordQuery {
  const readers = Object.values(disclosure.purposes).flatMap((purpose) => purpose.readers);
  if (query.subject === caller.pseudonym || isIn(caller, [...readers, GRANT_GIVERS])) return query;
  throw new Refused('forbidden', 'only your own records');
}

/** @throws Refused `forbidden` */
export function requireLedgerReader(caller: Caller): void {
  if (!isIn(caller, LEDGER_READERS))
    throw new Refused('forbidden', `only for members of: ${LEDGER_READERS.join(', ')}`);
}

/** Givers of grants see all of them, everybody else their own. */
export const visibleGrants = <G extends { reader: string }>(caller: Caller, grants: readonly G[]): G[] =>
  isIn(caller, [GRANT_GIVERS, 'representatives']) ? [...grants] : grants.filter(({ reader }) => reader === caller.sub);
