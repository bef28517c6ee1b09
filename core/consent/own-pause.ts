import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { fieldsOf, looking, rowOf } from './change.ts';
import { nextSerial } from './consent.ts';
import type { ConsentFields, ConsentRow, ConsentStore } from './consent-store.ts';

/**
 * A pause of one's own: without a reason, and seen by nobody. No entry, no event, no count tells it, and the row, which no person but its
 * subject is shown, goes on saying that they consent: whoever reads of before, with a grant, notices nothing.
 *
 * It is a serial that no lease was given under. So a commit refuses what was captured before, from the moment that this returns, by the
 * condition that it has anyway; and frames of before never count again, as after a withdrawal.
 */

type Parts = { store: Pick<ConsentStore, 'read' | 'change'>; clock: Clock };

/** Longest pause that ends by itself, ms; one without an end lasts until it is ended. */
export const LONGEST_PAUSE = 31 * 86_400_000;

/** Whether it lasts, at a time of the server's. */
export const isPaused = ({ pausedAt, pausedUntil }: ConsentRow, now: number): boolean =>
  pausedAt !== undefined && (pausedUntil === undefined || pausedUntil > now);

/**
 * Pausing again sets another end.
 * @param forMs ms after which the next lease that is asked for ends it @default not before it is ended
 * @throws Refused `state` when there is no live consent
 */
export async function pauseOwn(
  { store, clock }: Parts,
  { subject, forMs }: { subject: string; forMs?: number | undefined },
): Promise<ConsentRow> {
  return looking(async () => {
    const seen = await store.read(subject);
    if (seen?.state !== 'live') throw new Refused('state', 'there is no consent, so that nothing is recorded');
    const at = clock.now();
    const { pausedUntil: _, ...fields } = fieldsOf(seen);
    const next: ConsentFields = {
      ...fields,
      serial: nextSerial(seen.serial, at),
      pausedAt: seen.pausedAt ?? at,
      ...(forMs !== undefined && { pausedUntil: at + forMs }),
    };
    return (await store.change({ subject, seen, next })) === 'done' ? rowOf(subject, seen, next) : undefined;
  });
}

/** Whether a pause that ends by itself has ended; the next lease that is asked for notes it, by the clock of whoever gives that. */
export const isPauseOver = (row: ConsentRow, now: number): boolean =>
  row.state === 'live' && row.pausedAt !== undefined && !isPaused(row, now);

/**
 * Of who has not paused it changes nothing.
 * @param ifOver only a pause that has ended by itself: somebody may have begun another one meanwhile @default any
 * @throws Refused `state` when there is no live consent
 */
export async function resumeOwn(
  { store, clock }: Parts,
  { subject, ifOver = false }: { subject: string; ifOver?: boolean },
): Promise<ConsentRow> {
  return looking(async () => {
    const seen = await store.read(subject);
    if (seen?.state !== 'live') throw new Refused('state', 'there is no consent: give it first');
    if (seen.pausedAt === undefined || (ifOver && !isPauseOver(seen, clock.now()))) return seen;
    const { pausedAt: _, pausedUntil: __, ...fields } = fieldsOf(seen);
    const next: ConsentFields = { ...fields, serial: nextSerial(seen.serial, clock.now()) };
    return (await store.change({ subject, seen, next })) === 'done' ? rowOf(subject, seen, next) : undefined;
  });
}
