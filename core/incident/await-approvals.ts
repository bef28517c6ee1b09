import { checkCertified } from './certify.ts';
import { type ConcludeParts, dueDecision, settled } from './conclusion.ts';
import type { Incident } from './incident.ts';
import type { FollowParts } from './report.ts';
import { escalate } from './triage.ts';
import { answerIfAwaited, type TaskResult } from './workflow.ts';

/** How often those who must approve are told, ms. The first time at once when findings are published. */
export const REMINDER = 86_400_000;

/**
 * Begins to wait, and looks first: the token is kept, and only then it is looked whether the decision is there already. Who decides
 * writes the decision first and then looks for a token. So one of both sees the other, whoever comes first.
 */
export async function awaitApprovals(
  parts: ConcludeParts & FollowParts,
  id: string,
  token: string,
): Promise<TaskResult> {
  const { store, workflow, clock } = parts;
  await store.keepToken(id, token);
  const incident = await settled(parts, await store.read(id));
  checkCertified(incident);
  const decision = await dueDecision(parts, incident);
  const escalated = decision ? undefined : await escalate(parts, incident);
  // Somebody who decided in between may have answered the token already: then this wait is over, as it should be.
  if (decision) await answerIfAwaited(workflow, token, id, decision);
  else if (escalated) await answerIfAwaited(workflow, token, id, escalated);
  else if (incident.amendAt !== undefined) await answerIfAwaited(workflow, token, id, 'amend');
  else if (isReminderDue(incident, clock.now())) {
    await answerIfAwaited(workflow, token, id, incident.closes ? 'remind' : 'triage');
    // Noted afterwards: told twice is better than never.
    await store.advance(id, { set: { remindedAt: clock.now() } });
  }
  return { outcome: 'awaiting', incident: id };
}

const isReminderDue = ({ remindedAt }: Incident, now: number): boolean =>
  remindedAt === undefined || now - remindedAt >= REMINDER;
