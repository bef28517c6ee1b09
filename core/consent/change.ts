import { actor } from '../ledger/actor.ts';
import type { EntryFacts, FactsOf } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import type { ConsentFields, ConsentRow } from './consent-store.ts';

/** What the changes of a subject's row have in common. */

/**
 * A change that meets others on its row looks again. More often than this in one call is a defect: sixteen devices that are enrolled
 * at once make each other look again.
 */
const LOOKS = 20;

/** Looks, decides, changes; looks again when somebody else changed what was seen (`undefined`). */
export async function looking<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let looks = 0; looks < LOOKS; looks++) {
    const result = await look();
    if (result !== undefined) return result;
  }
  throw new Refused('busy', 'others are changing the same subject; try again');
}

/** What a change may set, as it stands. */
export function fieldsOf(row: ConsentRow): ConsentFields {
  const { subject: _, windows: __, revision: ___, enrolments: ____, erasedKeys: _____, ...fields } = row;
  return fields;
}

/** The row after a change. */
export function rowOf(subject: string, seen: ConsentRow | undefined, next: ConsentFields): ConsentRow {
  const { windows = new Map(), revision = 0, enrolments, erasedKeys } = seen ?? {};
  return {
    ...{ ...next, subject, windows, revision },
    ...(enrolments !== undefined && { enrolments }),
    ...(erasedKeys && { erasedKeys }),
  };
}

type SubjectKind = 'enrolment' | 'consent' | 'withdrawal' | 'erasure';

export const entryOf = (
  kind: SubjectKind,
  subject: string,
  at: number,
  detail: EntryFacts['detail'] = {},
): FactsOf<SubjectKind> => ({ kind, at, actor: actor('subject', subject), subject, detail });
