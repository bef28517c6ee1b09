import { type EntryKind, rolesOf } from './actor.ts';
import type { EntryFacts } from './ledger.ts';

/** An entry of any kind, by somebody who can have done it: for tests of what takes any. */
export const entryBy = (kind: EntryKind, name: string, more: Partial<Omit<EntryFacts, 'kind' | 'actor'>> = {}) =>
  ({ kind, at: 0, actor: `${rolesOf(kind)[0]}:${name}`, ...more }) as EntryFacts;
