import { holdersOf, type PeopleRules } from '../../api/people.ts';
import type { Tier } from '../../redaction/redactor.ts';

/** What of a disclosure its purposes can contradict. */
interface Contradictable extends PeopleRules {
  purposes: Readonly<
    Record<
      string,
      {
        readers: readonly string[];
        givers?: readonly string[] | undefined;
        tiers?: readonly Tier[] | undefined;
        kinds?: readonly string[] | undefined;
        applications?: readonly string[] | undefined;
        until?: string | undefined;
        export?: { days: number } | undefined;
      }
    >
  >;
  events: Readonly<Record<string, unknown>>;
  applications: Readonly<Record<string, unknown>>;
  retention: Readonly<Record<Tier, number>>;
  coolOffHours: number;
  review?: { date: string } | undefined;
}

export interface Contradiction {
  path: (string | number)[];
  message: string;
}

/** The purpose under which subjects read what is theirs: it is in no disclosure, and asks for no grant. */
const OWN_DATA = 'own-data';

/**
 * Where a purpose lets somebody do what another part of the same file rules out: nobody could tell which of the two counts, and a text that
 * promises what never happens is wrong, too.
 */
export function contradictions(disclosure: Contradictable): Contradiction[] {
  const { events, applications, retention, coolOffHours, review } = disclosure;
  const givers = holdersOf(disclosure, 'give-grants');
  return Object.entries(disclosure.purposes).flatMap(([purpose, rules]): Contradiction[] => {
    const at = (message: string, ...path: (string | number)[]): Contradiction => ({
      path: ['purposes', purpose, ...path],
      message,
    });
    const tiers = rules.tiers ?? (Object.keys(retention) as Tier[]);
    const longest = Math.max(...tiers.map((tier) => retention[tier]));
    const repeated = (['givers', 'tiers', 'kinds', 'applications'] as const).flatMap((list) => {
      const members: readonly string[] = rules[list] ?? [];
      const again = members.findIndex((member, index) => members.indexOf(member) !== index);
      return again < 0 ? [] : [at('listed twice', list, again)];
    });
    return [
      ...repeated,
      ...(purpose === OWN_DATA ? [at('is the purpose of subjects who read what is theirs, and no disclosure’s')] : []),
      ...(rules.kinds ?? []).flatMap((kind, index) =>
        events[kind] === undefined
          ? [at('a kind that `events` does not keep: nothing of it could be read', 'kinds', index)]
          : [],
      ),
      ...(rules.applications ?? []).flatMap((app, index) =>
        Object.hasOwn(applications, app)
          ? []
          : [at('a program that `applications` does not list: nothing of it could be read', 'applications', index)],
      ),
      ...(rules.givers?.every((group) => !givers.includes(group))
        ? [at(`none of these may give grants: that is for ${givers.join(', ')}`, 'givers')]
        : []),
      ...(rules.until !== undefined && review && rules.until < review.date
        ? [at('ended before the review of this version', 'until')]
        : []),
      ...(rules.export && rules.export.days * 24 + coolOffHours >= longest * 24
        ? [at('longer than anything in it is kept: a data set would be of nothing', 'export', 'days')]
        : []),
    ];
  });
}
