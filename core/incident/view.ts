import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { SignedDocument } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { type DocumentIssuer, readIssued } from './documents.ts';
import { isPartOf, shownTo } from './filing.ts';
import type { Findings } from './findings.ts';
import type { Approval, ClosureReceipt, Incident, IncidentStore, QuiescenceCertificate } from './incident.ts';
import { type Progress, progressOf } from './progress.ts';
import type { Workflow } from './workflow.ts';

export interface Viewer {
  /** As the incident names its reporter. */
  person: string;
  groups: readonly string[];
}

export interface IncidentView {
  incident: Incident;
  approvals: Approval[];
  receipt?: SignedDocument<ClosureReceipt>;
  certificate?: SignedDocument<QuiescenceCertificate>;
  findings?: SignedDocument<Findings>;
  /** What the reporter wrote. */
  text?: string;
  /** While it is open. */
  progress?: Progress;
}

interface ViewParts {
  store: IncidentStore;
  disclosure: Disclosure;
}

/** All for those with the right to, their own for everybody else. Newest first. */
export async function viewIncidents({ store, disclosure }: ViewParts, viewer: Viewer): Promise<Incident[]> {
  const incidents = await store.list();
  return may(disclosure, viewer.groups, 'see-incidents')
    ? incidents
    : incidents
        .filter((incident) => isPartOf(incident, viewer.person))
        .map((incident) => shownTo(viewer.person, incident));
}

/** @throws Refused `not-found`, also for those who may not see it: whether it exists is part of what they may not see */
export async function viewIncident(
  parts: DocumentIssuer & ViewParts & { workflow: Pick<Workflow, 'state'> },
  id: string,
  viewer: Viewer,
): Promise<IncidentView> {
  const incident = await parts.store.read(id);
  const own = isPartOf(incident, viewer.person);
  const seesAll = may(parts.disclosure, viewer.groups, 'see-incidents');
  if (!own && !seesAll) throw new Refused('not-found', 'no such incident');
  const [approvals, receipt, certificate, findings, text] = await Promise.all([
    parts.store.approvals(id),
    incident.receipt && readIssued<ClosureReceipt>(parts, incident.receipt),
    incident.certificate && readIssued<QuiescenceCertificate>(parts, incident.certificate),
    incident.findings && readIssued<Findings>(parts, incident.findings),
    textFor(parts, id, viewer, own),
  ]);
  const progress = await progressOf(parts, incident, approvals);
  return {
    incident: seesAll ? incident : shownTo(viewer.person, incident),
    approvals,
    ...(progress && { progress }),
    ...(receipt && { receipt }),
    ...(certificate && { certificate }),
    ...(findings && { findings }),
    ...(text !== undefined && { text }),
  };
}

/** All that was written, for those with the right to read it; their own for who reported or joined. */
async function textFor({ store, disclosure }: ViewParts, id: string, viewer: Viewer, own: boolean) {
  if (may(disclosure, viewer.groups, 'read-reports')) return store.text(id);
  return own ? store.text(id, viewer.person) : undefined;
}
