import type { Decision, ExecutionState, WaitsFor } from '../../api/words.ts';
import { agreed } from './approve.ts';
import { type Approval, type Incident, isErasing, isLookedInto } from './incident.ts';
import { executionOf } from './restart.ts';
import { executionName, type Workflow } from './workflow.ts';

/** Where an open incident stands, for people who wonder why it does not go on. */
export interface Progress {
  waitsFor: WaitsFor;
  /** ms. */
  since: number;
  /** The execution that walks it. Absent before the first. */
  execution?: { name: string; state: ExecutionState | 'unknown' };
  /** What failed last and is not put right yet. */
  failure?: Incident['failure'];
}

/** @returns undefined when the incident is over */
export async function progressOf(
  { workflow }: { workflow: Pick<Workflow, 'state'> },
  incident: Incident,
  approvals: readonly Approval[],
): Promise<Progress | undefined> {
  if (incident.concludedAt !== undefined && !isErasing(incident)) return undefined;
  const number = executionOf(incident)?.number;
  const execution = number !== undefined && {
    name: executionName(incident.incident, number),
    // Step Functions being away is no reason to show nothing.
    state: await workflow.state(incident.incident, number).catch((): 'unknown' => 'unknown'),
  };
  const { failure } = incident;
  return { ...waitOf(incident, approvals), ...(execution && { execution }), ...(failure && { failure }) };
}

function waitOf(incident: Incident, approvals: readonly Approval[]): Pick<Progress, 'waitsFor' | 'since'> {
  const { closes, closedAt, findings, askedAt, resuming, reportedAt, doing, verdict, triage, amendAt } = incident;
  if (incident.concludedAt !== undefined) return { waitsFor: 'erasing', since: incident.concludedAt };
  if (closes && closedAt === undefined) return { waitsFor: 'workflow', since: reportedAt };
  if (closes && !isLookedInto(incident)) return { waitsFor: 'leases', since: closedAt! };
  if (!findings) return { waitsFor: 'findings', since: doing?.since ?? closedAt ?? reportedAt };
  // Where nothing is held, a person says what it was, and that is the end.
  if (!closes && !verdict) return { waitsFor: 'verdict', since: triage?.at ?? reportedAt };
  if (!closes) return { waitsFor: 'ending', since: verdict!.at };
  if (amendAt !== undefined) return { waitsFor: 'findings', since: amendAt };
  const decided = (decision: Decision): number | undefined => {
    const both = agreed(approvals, decision, incident, incident.epochs?.collection ?? 0);
    return both && Math.max(...both.map(({ at }) => at));
  };
  const [ending, resumable] = [decided('terminate'), decided('resume')];
  if (ending !== undefined) return { waitsFor: 'ending', since: ending };
  // One that was begun is finished, whatever its approvers say since.
  if (askedAt !== undefined && (resumable ?? resuming) !== undefined) return { waitsFor: 'opening', since: askedAt };
  if (resumable !== undefined) return { waitsFor: 'request', since: resumable };
  return { waitsFor: 'approvals', since: doing?.task === 'awaitApprovals' ? doing.since : closedAt! };
}
