import { budgetMinute, bytesOf } from '../../wire/byte-budget.ts';
import type { Event } from '../../wire/event.ts';
import type { LeaseGrant } from '../../wire/lease.ts';

const MINUTE = 60_000;
/** The part of a minute's budget that pointer events may use up; the rest is kept for what says more. */
const POINTER_SHARE = 0.8;

/**
 * The disclosure's events per minute, by the events' own time. Pointer events are thinned first.
 * @returns whether this event is still within the budget
 */
export function createBudget(eventsPerMinute: number): (event: Event) => boolean {
  const pointerLimit = Math.floor(eventsPerMinute * POINTER_SHARE);
  let minute = Number.NEGATIVE_INFINITY;
  let used = 0;
  return (event) => {
    if (event.time >= minute + MINUTE || event.time < minute - MINUTE) {
      minute = event.time;
      used = 0;
    }
    if (used >= (event.kind === 'pointer' ? pointerLimit : eventsPerMinute)) return false;
    used++;
    return true;
  };
}

/** The bytes of a minute of leases, beyond which the redactor refuses whole frames. */
export function createByteBudget() {
  let minute = Number.NaN;
  let used = 0;
  return {
    /** Whether so many more bytes are still within the budget. */
    has(lease: Pick<LeaseGrant, 'issued' | 'expires'>, bytes: number): boolean {
      if (budgetMinute(lease) !== minute) [minute, used] = [budgetMinute(lease), 0];
      return used + bytes <= bytesOf(lease);
    },
    take(bytes: number): void {
      used += bytes;
    },
  };
}
