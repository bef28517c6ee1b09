import type { EntryReceipt } from '../ledger/ledger.ts';
import { type ApprovalOrder, agreed, approve } from './approve.ts';
import { type ConcludeParts, checkConclusion, isBegun } from './conclusion.ts';
import { type IncidentStore, type ShownApproval, shownApproval } from './incident.ts';
import { type Answer, answerIfAwaited, type Workflow } from './workflow.ts';

/** What people decide, and the workflow is told: at once if it waits, else it finds it when it begins to wait. */

export type DecideParts = ConcludeParts & { workflow: Workflow };

export interface Decided {
  approval: ShownApproval;
  /** Where the approval stands in the ledger. */
  receipt: EntryReceipt;
  /** Whether the workflow was told: once two have agreed on a termination, and only if it waits just now. */
  answered: boolean;
}

/**
 * Records an approval. The second one of a termination ends the program; a resume waits until somebody asks for it
 * (`askResume`), since conformance is looked at then.
 * @throws Refused as `approve`
 */
export async function decide(parts: DecideParts, order: ApprovalOrder): Promise<Decided> {
  const { approval, receipt } = await approve(parts, order);
  const incident = await parts.store.read(order.incident);
  const both = agreed(await parts.store.approvals(order.incident), 'terminate', incident, order.epoch);
  return {
    approval: shownApproval(approval),
    receipt,
    answered: both !== undefined && (await tell(parts, order.incident, 'terminate')),
  };
}

/**
 * Asks for a resume that two have approved. That it was asked is kept first: where nobody waits for the answer just now (a reminder
 * is being sent, the workflow was lost and is started again), whoever begins to wait finds it.
 * @returns whether the workflow was told at once
 * @throws Refused as `checkConclusion`
 */
export async function askResume(parts: DecideParts, id: string): Promise<{ answered: boolean }> {
  const { store, clock } = parts;
  const incident = await store.read(id);
  if (!(await isBegun(parts, incident))) await checkConclusion(parts, incident, 'resume');
  await store.advance(id, {
    set: { askedAt: clock.now() },
    once: ({ concludedAt }) => concludedAt !== undefined,
  });
  return { answered: await tell(parts, id, 'resume') };
}

/** @returns whether somebody waited for it: else whoever begins to wait next looks first */
export async function tell(
  { store, workflow }: { store: Pick<IncidentStore, 'token'>; workflow: Pick<Workflow, 'answer'> },
  id: string,
  decision: Answer,
): Promise<boolean> {
  const token = await store.token(id);
  return token !== undefined && answerIfAwaited(workflow, token, id, decision);
}
