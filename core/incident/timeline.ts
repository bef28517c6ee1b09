import type { TimelineWord } from '../../api/words.ts';
import type { Contribution } from './case.ts';
import type { Approval, Incident } from './incident.ts';

/** Something that happened in an incident: by the workflow, by who decides, by who works on it. Words that people wrote are not in it. */
export interface Moment {
  /** ms. */
  at: number;
  what: TimelineWord;
  /** Role of who did it; `system` is the program itself. */
  role: 'reporter' | 'system' | 'approver' | 'responder';
  /** By pseudonym; nobody of a report, who has no name outside of it. */
  by?: string;
  groups?: string[];
  /** Of a contribution. */
  number?: number;
  /** Of an approval. */
  decision?: Approval['decision'];
}

/** All of it, in order of time. */
export function timelineOf(
  incident: Incident,
  approvals: readonly Approval[],
  contributions: readonly Contribution[],
): Moment[] {
  const moments: Moment[] = [
    { at: incident.reportedAt, what: 'reported', role: 'reporter' },
    ...stepsOf(incident).map(({ what, at }): Moment => ({ at, what: what as TimelineWord, role: 'system' })),
    ...approvals.map(
      ({ at, approver, groups, decision }): Moment => ({
        ...{ at, what: 'approval', role: 'approver', by: approver, groups, decision },
      }),
    ),
    ...contributions.map(
      ({ at, what, by, groups, number }): Moment => ({ at, what, role: 'responder', by, groups, number }),
    ),
  ];
  return moments.sort((a, b) => a.at - b.at);
}

/** What versions before 0.2 did not note has only the times that the row has. */
function stepsOf({ steps, closedAt, concludedAt, status }: Incident): { what: string; at: number }[] {
  if (steps) return steps.filter(({ what }) => what !== 'report');
  return [
    ...(closedAt === undefined ? [] : [{ what: 'pause', at: closedAt }]),
    ...(concludedAt === undefined ? [] : [{ what: ENDS[status] ?? 'resume', at: concludedAt }]),
  ];
}
const ENDS: Readonly<Record<string, string>> = { resumed: 'resume', terminated: 'terminate', concluded: 'concluded' };
