import type { Disclosure } from '../disclosure/disclosure.ts';
import { ownLanguage, saidIn } from '../disclosure/spoken.ts';
import { endOfDay } from '../policy/policies.ts';
import { Refused } from '../shared/errors.ts';
import { OWN_DATA } from './reading.ts';

/** @throws Refused `purpose` when the disclosure knows none of that name */
export function purposeOf(disclosure: Disclosure, purpose: string): Disclosure['purposes'][string] {
  const rules = Object.hasOwn(disclosure.purposes, purpose) ? disclosure.purposes[purpose] : undefined;
  if (!rules) {
    const known = Object.keys(disclosure.purposes).sort().join(', ');
    throw new Refused('purpose', `the disclosure knows no such purpose: it has ${known}`);
  }
  return rules;
}

/** ms; from then on nothing is read for it. */
export const endOf = ({ until }: Disclosure['purposes'][string]): number =>
  until === undefined ? Number.POSITIVE_INFINITY : endOfDay(until);

/** @throws Refused `purpose` unless the disclosure lets one of these groups read for it */
export function requireReader(disclosure: Disclosure, purpose: string, groups: readonly string[]): void {
  const { readers } = purposeOf(disclosure, purpose);
  if (readers.some((group) => groups.includes(group))) return;
  throw new Refused('purpose', `this purpose is for members of: ${readers.join(', ')}`);
}

/** A purpose that the disclosure does not know is free text, and would be the only unredacted one in the ledger. */
export const isKnownPurpose = ({ purposes }: Disclosure, purpose: string): boolean =>
  purpose === OWN_DATA || Object.hasOwn(purposes, purpose);

/** For whoever is told what was read for what: in the language of the disclosure itself. */
export function purposesOf(disclosure: Disclosure): Record<string, { description: string; readers: string[] }> {
  const own = ownLanguage(disclosure);
  return Object.fromEntries(
    Object.entries(disclosure.purposes).map(([purpose, { description, readers }]) => [
      purpose,
      { description: saidIn(description, own, own).text, readers: [...readers] },
    ]),
  );
}
