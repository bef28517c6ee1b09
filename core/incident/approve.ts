import type { Disclosure } from '../disclosure/disclosure.ts';
import type { GateStore } from '../gate/gate.ts';
import { actor } from '../ledger/actor.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { asksOf } from './asked-then.ts';
import { brokeTheGlass, isPartOf } from './filing.ts';
import type { Approval, Decision, DocumentLink, Incident, IncidentStore } from './incident.ts';

export interface ApproveParts {
  store: IncidentStore;
  gates: { collection: Pick<GateStore, 'read'> };
  disclosure: Disclosure;
  clock: Clock;
}

export interface ApprovalOrder {
  incident: string;
  approver: {
    sub: string;
    groups: readonly string[];
    /** The name that they would have as a reporter of this incident. @default `sub` */
    asReporter?: string;
    /** E-mail and user name of the token: compared with who broke the glass. @default none */
    names?: readonly string[];
  };
  decision: Decision;
  /** Hash of the findings' document. */
  findings: string;
  /** Of the collection gate, as the approver saw it. */
  epoch: number;
}

/**
 * Records one person's approval, over the findings that are published and the epoch at which the gate stands.
 * @throws Refused `not-approver`, `own-report`, `unpublished`, `findings`, `epoch`, `state`
 */
export async function approve(
  { store, gates, disclosure, clock }: ApproveParts,
  order: ApprovalOrder,
): Promise<{ approval: Approval; receipt: EntryReceipt }> {
  const { approver, decision, findings, epoch } = order;
  const incident = await store.read(order.incident);
  const { approvers } = asksOf(disclosure, incident);
  const groups = approvers.filter((group) => approver.groups.includes(group));
  if (groups.length === 0) throw new Refused('not-approver', `only members of ${approvers.join(', ')} approve`);
  if (
    isPartOf(incident, ...namesOf(approver.sub, approver.asReporter)) ||
    brokeTheGlass(incident, approver.names ?? [])
  )
    throw new Refused('own-report', 'the reporter approves nothing of this report');
  if (findings !== checkDecidable(incident).document)
    throw new Refused('findings', 'these are not the published findings');
  if (epoch !== (await gates.collection.read()).epoch) throw new Refused('epoch', 'the gate has moved on since');
  const at = clock.now();
  const approval: Approval = {
    incident: incident.incident,
    approver: approver.sub,
    ...(approver.asReporter !== undefined && { asReporter: approver.asReporter }),
    groups,
    decision,
    findings,
    ...(incident.version !== undefined && { version: incident.version }),
    epoch,
    at,
  };
  const facts = {
    kind: 'approval' as const,
    at,
    actor: actor('approver', approver.sub),
    incident: incident.incident,
    detail: {
      ...{ decision, findings, epoch, groups: groups.join(' ') },
      ...(incident.version !== undefined && { version: incident.version }),
    },
  };
  return { approval, receipt: await store.approve(approval, facts) };
}

/**
 * @returns the findings that are decided upon
 * @throws Refused `state` when nothing is left to decide, `unpublished` while there is nothing to decide upon
 */
export function checkDecidable(incident: Incident): DocumentLink {
  if (incident.concludedAt !== undefined) throw new Refused('state', `the incident is ${incident.status}`);
  if (!incident.closes) throw new Refused('state', 'the incident holds no gate');
  if (!incident.findings) throw new Refused('unpublished', 'the findings are not published');
  return incident.findings;
}

/**
 * Whether two people decided alike: different ones, of different groups, neither of them the reporter, over the same
 * findings and epoch. Somebody in two groups counts for one of them, whichever leaves room for the other person.
 */
export function agreed(
  approvals: readonly Approval[],
  decision: Decision,
  incident: Pick<Incident, 'reporter' | 'alsoBy' | 'findings'>,
  epoch: number,
): [Approval, Approval] | undefined {
  const counted = approvals.filter(
    (one) =>
      one.decision === decision &&
      one.findings === incident.findings?.document &&
      one.epoch === epoch &&
      !isPartOf(incident, ...namesOf(one.approver, one.asReporter)),
  );
  for (const first of counted) {
    const second = counted.find((other) => other.approver !== first.approver && apart(first, other));
    if (second) return [first, second];
  }
  return undefined;
}

const namesOf = (sub: string, asReporter?: string) => (asReporter === undefined ? [sub] : [sub, asReporter]);

/** Two people can stand for two different groups unless both have the one and same group only. */
const apart = (a: Approval, b: Approval): boolean =>
  new Set([...a.groups, ...b.groups]).size > 1 && a.groups.length > 0 && b.groups.length > 0;
