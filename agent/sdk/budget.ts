import type { Event } from '../../wire/event.ts';

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
