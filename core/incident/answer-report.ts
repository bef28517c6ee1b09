import type { Clock } from '../shared/clock.ts';
import type { IncidentStore } from './incident.ts';
import type { Answered, Mailbox } from './mailbox.ts';

/**
 * Says something to who reported, whoever that was.
 * @returns all that was said to them, oldest first
 * @throws Refused `not-found`, `too-many`, `busy`
 */
export async function answerReport(
  { store, mailbox, clock }: { store: Pick<IncidentStore, 'read'>; mailbox: Pick<Mailbox, 'answer'>; clock: Clock },
  incident: string,
  text: string,
): Promise<Answered[]> {
  await store.read(incident);
  return mailbox.answer(incident, { at: clock.now(), text });
}
