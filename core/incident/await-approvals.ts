import { checkCertified } from './certify.ts';
import { type ConcludeParts, dueDecision } from './conclusion.ts';
import type { Incident } from './incident.ts';
import { answerIfAwaited, type TaskResult, type Workflow } from './workflow.ts';

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
  const { store, workflow, clock } = parts;
  await store.keepToken(id, token);
  const incident = await store.read(id);
  checkCertified(incident);
  const decision = await dueDecision(parts, incident);
  // Somebody who decided in between may have answered the token already: then this wait is over, as it should be.
  if (decision) await answerIfAwaited(workflow, token, id, decision);
  else if (isReminderDue(incident, clock.now())) {
    await answerIfAwaited(workflow, token, id, 'remind');
    // Noted afterwards: told twice is better than never.
    await store.advance(id, { set: { remindedAt: clock.now() } });
  }
  return { outcome: 'awaiting', incident: id };
}

const isReminderDue = ({ remindedAt }: Incident, now: number): boolean =>
  remindedAt === undefined || now - remindedAt >= REMINDER;
