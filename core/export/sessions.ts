import type { Event } from '../../wire/event.ts';
import type { PlacedEvent } from './columns.ts';
import type { ExportNames } from './names.ts';

/** A session ends where nothing was recorded for so long, ms. */
export const SESSION_PAUSE = 30 * 60_000;

/** Events of one person, as sessions in order of time: what arrived late stands where it happened. */
export function sessionsOf(
  subject: string,
  events: readonly Event[],
  names: Pick<ExportNames, 'person' | 'session'>,
): PlacedEvent[][] {
  const person = names.person(subject);
  const sessions: PlacedEvent[][] = [];
  let session: PlacedEvent[] = [];
  let [name, last] = ['', Number.NEGATIVE_INFINITY];
  for (const event of events.toSorted((a, b) => a.time - b.time)) {
    if (event.time - last > SESSION_PAUSE) {
      session = [];
      sessions.push(session);
      name = names.session(subject, String(event.time));
    }
    session.push({ person, session: name, seq: session.length, event });
    last = event.time;
  }
  return sessions;
}
