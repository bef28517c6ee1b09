import type { EventKind } from '../../wire/event.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { requireReader } from '../reading/purpose.ts';
import { Refused } from '../shared/errors.ts';

/** What an export is asked to be of. What is not said is all that the disclosure lets be stored. */
export interface ExportQuery {
  purpose: string;
  /** ms of arrival, inclusive. */
  from: number;
  to: number;
  /** Ids of programs. */
  applications?: readonly string[];
  kinds?: readonly EventKind[];
  /** People at most, drawn by an order that nobody knows before. */
  subjects?: number;
}

/** What the disclosure says of data sets for a purpose. */
export interface ExportRules {
  /** People that it has to be of, at least. */
  people: number;
  /** Until it opens no more. */
  days: number;
}

/**
 * What may be asked for is decided before anything is looked for.
 * @param groups of the caller's token
 * @throws Refused `purpose`, `no-export`, `span`, `query`, `too-few`
 */
export function rulesFor(disclosure: Disclosure, query: ExportQuery, groups: readonly string[]): ExportRules {
  requireReader(disclosure, query.purpose, groups);
  const rules = disclosure.purposes[query.purpose]!.export;
  if (!rules) throw new Refused('no-export', `no data sets are made for ${query.purpose}`);
  if (!(query.from < query.to)) throw new Refused('span', 'it ends before it begins');
  for (const application of query.applications ?? []) {
    if (!Object.hasOwn(disclosure.applications, application))
      throw new Refused('query', 'an application that is not in the disclosure');
  }
  for (const kind of query.kinds ?? []) {
    if (!disclosure.events[kind]) throw new Refused('query', 'a kind of event that is not in the disclosure');
  }
  for (const some of [query.applications, query.kinds]) {
    if (some?.length === 0) throw new Refused('query', 'a list of nothing asks for nothing');
  }
  if (query.subjects !== undefined) requirePeople(query.subjects, rules);
  return rules;
}

/**
 * Until when something of what is asked for may be in its cool-off, ms: what is, stays out. Told of the times alone, whatever there is: how much is
 * in it, and of whom, would say who worked just now. Nothing where all of it had passed when it was asked for.
 */
export function coolOffUntil(
  { coolOffHours }: Pick<Disclosure, 'coolOffHours'>,
  { query: { to }, asked }: { query: Pick<ExportQuery, 'to'>; asked: number },
): number | undefined {
  // Nothing arrives before it has happened: what is asked of the future is what has come until then.
  const until = Math.min(to, asked) + coolOffHours * 3_600_000;
  return until > asked ? until : undefined;
}

/**
 * As the purpose lets it be: what is not asked for by name is all that is for it.
 * @throws Refused `query` for what the purpose does not show
 */
export function narrowed({ purposes }: Disclosure, query: ExportQuery): ExportQuery {
  const { kinds, applications } = purposes[query.purpose]!;
  const within = <T extends string>(asked: readonly T[] | undefined, shown: readonly T[] | undefined, what: string) => {
    if (asked && shown && !asked.every((one) => shown.includes(one)))
      throw new Refused('query', `${what} that the purpose does not show`);
    return asked ?? shown;
  };
  const those = within(kinds && query.kinds, kinds, 'a kind of event') ?? query.kinds;
  const programs = within(applications && query.applications, applications, 'an application') ?? query.applications;
  return { ...query, ...(those && { kinds: those }), ...(programs && { applications: programs }) };
}

/**
 * A data set of few people is one of each of them. It is asked of what is asked for, of what is there, and of what came of it.
 * @throws Refused `too-few`
 */
export function requirePeople(people: number, { people: least }: Pick<ExportRules, 'people'>): void {
  // Never how many there are: who asks again with another query would learn whose records are where.
  if (people < least) throw new Refused('too-few', `a data set is of ${least} people at least`);
}
