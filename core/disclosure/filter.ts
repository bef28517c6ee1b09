import type { EventKind } from '../../wire/event.ts';
import type { Filter } from '../../wire/filter.ts';
import type { Disclosure } from './disclosure.ts';

/** The part of the disclosure that agents enforce before sealing, and the redactor again. */
export function filterOf(disclosure: Disclosure): Filter {
  const kinds: Partial<Record<EventKind, readonly string[]>> = {};
  for (const [kind, rule] of Object.entries(disclosure.events)) {
    if (rule) kinds[kind as EventKind] = [...rule.fields];
  }
  return {
    program: disclosure.program,
    disclosure: disclosure.version,
    kinds,
    applications: Object.fromEntries(
      Object.entries(disclosure.applications).map(([app, { keys, pages }]) => [app, { keys, ...(pages && { pages }) }]),
    ),
  };
}

/** What of it an agent can be told: one that does not know a kind may stop at its name, as those of the first release do. */
export const ofKinds = (filter: Filter, known: readonly string[]): Filter => ({
  ...filter,
  kinds: Object.fromEntries(Object.entries(filter.kinds).filter(([kind]) => known.includes(kind))),
});
