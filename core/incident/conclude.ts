import type { Disclosure } from '../disclosure/disclosure.ts';
import { consentCovers } from '../disclosure/version.ts';
import { GATES, isOver } from '../gate/gate.ts';
import { resume } from '../gate/resume.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import { isBroken, Refused } from '../shared/errors.ts';
import { type ApprovalOrder, agreed, approve, checkDecidable } from './approve.ts';
import { type ConformanceParts, failingChecks } from './conformance.ts';
import type { Approval, Decision, Incident, IncidentStore } from './incident.ts';
import type { TaskResult, Workflow } from './workflow.ts';

export interface ConcludeParts extends ConformanceParts {
  store: IncidentStore;
  disclosure: Disclosure;
}

/**
 * Whether what was decided may be done now.
 * @throws Refused `state`, `unpublished`, `epoch`, `approvals` (not two of different groups over these findings), and for a
 *   resume `conformance`, naming the checks that are red
 */
async function checkConclusion(
  parts: ConcludeParts,
  incident: Incident,
  decision: Decision,
): Promise<[Approval, Approval]> {
  checkDecidable(incident);
  const epoch = incident.epochs?.collection;
  const gate = await parts.gates.collection.read();
  if (epoch === undefined || gate.epoch !== epoch)
    throw new Refused('epoch', 'the gate has moved on since the closure');
  const both = agreed(await parts.store.approvals(incident.incident), decision, incident, epoch);
  if (!both) {
    throw new Refused(
      'approvals',
      'two approvals are needed, of different people of different groups, over these findings',
    );
  }
  if (decision === 'resume') {
    const red = await failingChecks(parts, incident);
    if (red.length > 0) throw new Refused('conformance', `not in order: ${red.join(', ')}`);
  }
  return both;
}

/** Tells the waiting workflow, once two people have agreed. @throws Refused as `checkConclusion`, and `not-waiting` */
export async function answerWorkflow(
  parts: ConcludeParts & { workflow: Workflow },
  id: string,
  decision: Decision,
): Promise<void> {
  const incident = await parts.store.read(id);
  await checkConclusion(parts, incident, decision);
  const token = await parts.store.token(id);
  if (!token) throw new Refused('not-waiting', 'the workflow does not wait for approvals yet');
  await parts.workflow.answer(token, id, decision);
}

export interface Decided {
  approval: Approval;
  /** Where the approval stands in the ledger. */
  receipt: EntryReceipt;
  /** Whether the workflow was told: only by the second approval of a termination. */
  answered: boolean;
}

/**
 * Records an approval. The second one of a termination ends the program; a resume waits until somebody asks for it
 * (`answerWorkflow`), since conformance is looked at then.
 * @throws Refused as `approve`
 */
export async function decide(parts: ConcludeParts & { workflow: Workflow }, order: ApprovalOrder): Promise<Decided> {
  const approved = await approve(parts, order);
  if (order.decision === 'resume') return { ...approved, answered: false };
  try {
    await answerWorkflow(parts, order.incident, 'terminate');
    return { ...approved, answered: true };
  } catch (error) {
    if (error instanceof Refused && NOT_YET.has(error.reason)) return { ...approved, answered: false };
    throw error;
  }
}
const NOT_YET = new Set(['approvals', 'not-waiting']);

/** Whether subjects must be asked again: the disclosure has widened since the closure. */
const consentAfter = (incident: Incident, disclosure: Disclosure): 'kept' | 'asked-again' =>
  consentCovers(incident.disclosure, disclosure.version) ? 'kept' : 'asked-again';

/**
 * Opens what this incident holds closed. Everything is checked again here: between the answer and this task anything may
 * have changed. It may die anywhere, and is finished by being called again.
 */
export async function resumeProgram(parts: ConcludeParts, incident: Incident): Promise<TaskResult> {
  const { store, gates, disclosure, clock } = parts;
  const id = incident.incident;
  if (!incident.closes) {
    await store.advance(id, { once: 'concludedAt', set: { status: 'concluded', concludedAt: clock.now() } });
    return { outcome: 'concluded', incident: id };
  }
  if (incident.status === 'resumed') return { outcome: 'resumed', incident: id };
  try {
    const begun = await begunResume(parts, incident);
    const approvers = begun?.approvers ?? namesOf(await checkConclusion(parts, incident, 'resume'));
    await store.advance(id, { once: 'resuming', set: { resuming: { at: clock.now(), approvers } } });
    await resume(gates, id, incident.epochs!, clock);
    const more = { disclosure: disclosure.version, consent: consentAfter(incident, disclosure) };
    await store.advance(id, {
      once: 'concludedAt',
      set: { status: 'resumed', concludedAt: clock.now() },
      facts: concluded('resume', incident, approvers, clock.now(), more),
    });
    return { outcome: 'resumed', incident: id };
  } catch (error) {
    // Damage is no refusal: it fails the task, which is alarmed, and nothing opens.
    if (!(error instanceof Refused) || isBroken(error)) throw error;
    return { outcome: 'refused', incident: id, reason: error.reason };
  }
}

/**
 * A resume that died half-way, after one of the gates had let go: it was checked then, and is finished on the approvals that it was
 * begun with, whatever else moved the gates since. The roots remember which of them have let go.
 */
async function begunResume({ gates }: ConcludeParts, { incident, resuming }: Incident) {
  if (!resuming) return undefined;
  const states = await Promise.all(GATES.map((gate) => gates[gate].read()));
  return states.some((state) => isOver(state, incident)) ? resuming : undefined;
}

const namesOf = ([first, second]: [Approval, Approval]): [string, string] => [first.approver, second.approver];

/** Ends the program: the gates stay closed, held by this incident for good. */
export async function terminateProgram(parts: ConcludeParts, incident: Incident): Promise<TaskResult> {
  const { store, clock } = parts;
  const id = incident.incident;
  if (incident.status !== 'terminated') {
    const approvals = await checkConclusion(parts, incident, 'terminate');
    await store.advance(id, {
      once: 'concludedAt',
      set: { status: 'terminated', concludedAt: clock.now() },
      facts: concluded('terminate', incident, namesOf(approvals), clock.now()),
    });
  }
  return { outcome: 'terminated', incident: id };
}

const concluded = (
  kind: 'resume' | 'terminate',
  { incident, epochs, findings }: Incident,
  approvers: [string, string],
  at: number,
  more: Record<string, string> = {},
) => ({
  kind,
  at,
  actor: 'sluice',
  incident,
  detail: {
    epoch: epochs?.collection ?? 0,
    findings: findings?.document ?? '',
    approvers: approvers.join(' '),
    ...more,
  },
});
