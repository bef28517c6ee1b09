import { Refused, SluiceError } from '../shared/errors.ts';
import { type ConcludeParts, dueDecision } from './conclusion.ts';
import { type Incident, isLookedInto } from './incident.ts';
import type { TaskResult, Workflow } from './workflow.ts';

/** How often those who must approve are told, ms. The first time at once when findings are published. */
export const REMINDER = 86_400_000;

/**
 * Begins to wait, and looks first: the token is kept, and only then it is looked whether the decision is there already. Who decides
 * writes the decision first and then looks for a token. So one of both sees the other, whoever comes first.
 */
export async function awaitApprovals(
  parts: ConcludeParts & { workflow: Workflow },
  id: string,
  token: string,
): Promise<TaskResult> {
  const { store, clock } = parts;
  checkOnItsWay(await store.read(id));
  await store.keepToken(id, token);
  const incident = await store.read(id);
  const decision = await dueDecision(parts, incident);
  if (decision) await answer(parts, token, id, decision);
  else if (isReminderDue(incident, clock.now())) {
    await answer(parts, token, id, 'remind');
    // Noted afterwards: told twice is better than never.
    await store.advance(id, { set: { remindedAt: clock.now() }, once: (now) => !isReminderDue(now, clock.now()) });
  }
  return { outcome: 'awaiting', incident: id };
}

/**
 * A report that closed nothing when its way began, and has come to hold the gates since: neither certificate nor findings were made
 * for that. The failure makes the workflow start over.
 */
function checkOnItsWay(incident: Incident): void {
  if (incident.closes && incident.concludedAt === undefined && !isLookedInto(incident)) {
    throw new SluiceError('the incident came to hold the gates on its way, and begins it anew');
  }
}

const isReminderDue = ({ remindedAt }: Incident, now: number): boolean =>
  remindedAt === undefined || now - remindedAt >= REMINDER;

/** Somebody who decided in between may have answered the token already: then this wait is over, as it should be. */
async function answer({ workflow }: { workflow: Workflow }, ...args: Parameters<Workflow['answer']>): Promise<void> {
  try {
    await workflow.answer(...args);
  } catch (error) {
    if (!(error instanceof Refused && error.reason === 'not-waiting')) throw error;
  }
}
