import { ERASED_ROWS_BOUND } from '../disclosure/bounds.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { GateStore } from '../gate/gate.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';
import { type Chooser, choiceOf, fieldsOf, looking } from './change.ts';
import type { ConsentRow, ConsentStore } from './consent-store.ts';
import { holdOf, longestHold } from './hold.ts';
import { type Trim, type Trims, trimsText, withTrim } from './trims.ts';

/** Spans apart from each other that a row keeps. */
export const MOST_TRIMS = 100;

/**
 * Spans that one person trims, apart from their consents: a right is not used up by another. Each is an entry in chains that all people's decisions
 * share.
 */
export const TRIMS_A_DAY: Limit = { most: 24, per: 'day' };

export interface Trimmed {
  /** All spans that are trimmed, this one among them. */
  trims: Trims;
  /** ms; when the last copy is gone of which records there were. Nobody is shown them from now on. */
  rowsGoneBy: number;
}

export interface TrimParts {
  store: Pick<ConsentStore, 'read' | 'change'>;
  gates: readonly Pick<GateStore, 'read'>[];
  disclosure: Pick<Disclosure, 'gate'>;
  clock: Clock;
}

/**
 * Trims what arrived within a span: from the moment that this returns no segment with anything of it is listed, counted or opened, by
 * anybody. The mark stands in the subject's row, for good, so that a row that is stored late or brought back by a backup is refused as well; the
 * rows are deleted by the schedule. Of times to come nothing is trimmed. Trimming what is trimmed changes nothing.
 * @throws Refused `hold` as an erasure is, `not-found`, `malformed`, `too-many`, `limit`
 */
export async function trim(
  { store, gates, disclosure, clock }: TrimParts,
  { subject, signs, from, to }: Chooser & Trim,
): Promise<Trimmed> {
  const longest = longestHold(disclosure);
  return looking(async () => {
    const seen = await store.read(subject);
    if (!seen || seen.state === 'erased') throw new Refused('not-found', 'nothing is stored of you');
    const at = clock.now();
    const until = Math.min(to, at);
    if (from > until) throw new Refused('malformed', 'a span begins before it ends, and before now');
    const before = seen.trims ?? [];
    const trims = withTrim(before, { from, to: until });
    const told = { trims, rowsGoneBy: at + ERASED_ROWS_BOUND };
    if (trimsText(trims) === trimsText(before)) return told;
    if (trims.length > MOST_TRIMS) throw new Refused('too-many', `at most ${MOST_TRIMS} spans: trim a longer one`);
    const next = { ...fieldsOf(seen), ...oneMore(seen, at), trims };
    const entry = choiceOf({ subject, signs }, 'trim', at);
    const outcome = await store.change({ subject, seen, next, entry, unlessHeldSince: at - longest });
    if (outcome === 'held') throw await holdOf(gates, longest);
    return outcome === 'done' ? told : undefined;
  });
}

/** @throws Refused `limit` when those of the day are used up */
function oneMore({ trimDay = Number.NEGATIVE_INFINITY, trimmed = 0 }: ConsentRow, at: number) {
  const day = spanOf(TRIMS_A_DAY, at);
  if (trimDay < day) return { trimDay: day, trimmed: 1 };
  if (trimmed >= TRIMS_A_DAY.most) throw usedUp('trims', TRIMS_A_DAY, at);
  return { trimDay, trimmed: trimmed + 1 };
}
