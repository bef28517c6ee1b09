import type { Choice } from '../../api/words.ts';
import type { PersonInLedger } from '../ledger/choice.ts';
import type { FactsOf } from '../ledger/ledger.ts';
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

/** Who changes their own row: the subject that it is about, and how the ledger is told of it, which does not name them. */
export interface Chooser extends Pick<PersonInLedger, 'signs'> {
  subject: string;
}

/** No detail: what can be told of a choice tells which one it was, and may tell whose. */
export const choiceOf = ({ signs }: Chooser, choice: Exclude<Choice, 'erasure'>, at: number): FactsOf<'choice'> => ({
  kind: 'choice',
  at,
  actor: signs(choice, at),
});

export const erasureOf = ({ signs }: Chooser, at: number): FactsOf<'erasure'> => ({
  kind: 'erasure',
  at,
  actor: signs('erasure', at),
});
