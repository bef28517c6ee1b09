import { EVENT_KINDS, type Event, type EventKind } from '../../wire/event.ts';
import type { Filter } from '../../wire/filter.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { Refused } from '../shared/errors.ts';

/**
 * Parts of a disclosure that somebody does not consent to: `app:<application>`, `kind:<kind of event>`. They only ever narrow: what is not
 * disclosed cannot be named, and what is named is not collected of this person, whatever a later version of the disclosure adds.
 *
 * They belong to a consent: another choice is another serial, so that nothing captured under the one before is stored under it.
 */
export type OptOuts = readonly string[];

/**
 * In one order, each once.
 * @param before those that were left out of an earlier version, whether or not this one still has them
 * @throws Refused `opt-out`
 */
export function checkedOptOuts(
  disclosure: Pick<Disclosure, 'applications' | 'events'>,
  asked: OptOuts,
  before: OptOuts = [],
): OptOuts {
  const known = new Set([
    ...before,
    ...Object.keys(disclosure.applications).map((app) => `app:${app}`),
    ...EVENT_KINDS.filter((kind) => disclosure.events[kind]).map((kind) => `kind:${kind}`),
  ]);
  if (!asked.every((one) => known.has(one))) {
    throw new Refused('opt-out', `what can be left out: ${[...known].sort().join(', ')}`);
  }
  return [...new Set(asked)].sort();
}

export const sameOptOuts = (a: OptOuts = [], b: OptOuts = []): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at]);

/** What agents are given: the rest never leaves the device. */
export function narrowed(filter: Filter, without: OptOuts = []): Filter {
  if (without.length === 0) return filter;
  const left = new Set(without);
  return {
    ...filter,
    kinds: Object.fromEntries(Object.entries(filter.kinds).filter(([kind]) => !left.has(`kind:${kind}`))),
    applications: Object.fromEntries(Object.entries(filter.applications).filter(([app]) => !left.has(`app:${app}`))),
  };
}

/** And what the redactor asks of each event, which trusts no agent. */
export const isOptedOut = (
  { app, kind }: { app: string; kind: EventKind | Event['kind'] },
  without: OptOuts,
): boolean => without.includes(`app:${app}`) || without.includes(`kind:${kind}`);
