import { isCovered, may, type PeopleRules } from '../../api/people.ts';
import { dayOf } from '../shared/whole-days.ts';
import { shownTo } from './filing.ts';
import type { Incident, ShownApproval } from './incident.ts';

/** In the place of a name: whoever reported or decided is nobody's business but of those who look into it. */
export const WITHHELD = 'withheld';

/** Members of a row that everybody may know whom the program is about. A new one is told once it stands here. */
const TOLD = [
  'incident',
  'kind',
  'severity',
  'status',
  'reportedAt',
  'from',
  'disclosure',
  'closes',
  'notClosed',
  'epochs',
  'closedAt',
  'receipt',
  'certificate',
  'summary',
  'version',
  'publishedAt',
  'verdict',
  'concludedAt',
  'termination',
] as const satisfies readonly (keyof Incident)[];

/**
 * Documents with the exact counters of lanes, which tell who knows two of them that somebody worked in between: for those who look into it,
 * and for who reported, who was handed the receipt when they closed the gates. All others have its hash, epoch and time in the row.
 */
export const seesCounters = ({ as }: View): boolean => as !== 'told';

/** How much of an incident somebody is shown: what is theirs by right, by having reported, by being one of those it may concern. */
export type View = { as: 'viewer' } | { as: 'reporter'; name: string } | { as: 'told' };

/**
 * Since its containment, or since its findings, an incident is told to all whom the program is about: in the write that tells it to
 * anybody, so that nobody hears of it before them.
 */
export const isTold = ({ closedAt, findings }: Incident): boolean => closedAt !== undefined || findings !== undefined;

/** @param own under which name the viewer reported or joined @returns undefined where they may not know that it is there */
export function viewOf(
  disclosure: PeopleRules,
  groups: readonly string[],
  incident: Incident,
  own: string | undefined,
): View | undefined {
  if (may(disclosure, groups, 'see-incidents')) return { as: 'viewer' };
  if (own !== undefined) return { as: 'reporter', name: own };
  return isCovered(disclosure, groups) && isTold(incident) ? { as: 'told' } : undefined;
}

export function shownAs(view: View, incident: Incident): Incident {
  if (view.as === 'viewer') return incident;
  if (view.as === 'reporter') return withoutFindings(shownTo(view.name, incident));
  const told = Object.fromEntries(TOLD.flatMap((name) => (name in incident ? [[name, incident[name]]] : [])));
  // Of which report it is a duplicate is not told: that one may not be theirs to know of.
  const { of: _, ...verdict } = incident.verdict ?? {};
  return {
    ...told,
    ...(incident.verdict && { verdict }),
    from: dayOf(incident.from),
    reporter: WITHHELD,
  } as Incident;
}

/** Their document is not shown to them, and nothing is named that is not there. */
const withoutFindings = ({ findings: _, draft: __, ...shown }: Incident): Incident => shown;

/** Who decided is told by their groups. */
export const approvalAs = ({ as }: View, approval: ShownApproval): ShownApproval =>
  as === 'viewer' ? approval : { ...approval, approver: WITHHELD };
