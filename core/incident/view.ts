import type { SignedDocument } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { type DocumentIssuer, readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { Approval, ClosureReceipt, Incident, IncidentStore, QuiescenceCertificate } from './incident.ts';

/** See all incidents, with receipts, certificates and findings. */
const VIEWERS: readonly string[] = ['investigators', 'representatives', 'stewards', 'platform'];
/** See what the reporter wrote too: it may hold what telemetry holds. */
const TEXT_VIEWERS: readonly string[] = ['investigators', 'stewards'];

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
}

const isIn = (viewer: Viewer, groups: readonly string[]): boolean =>
  groups.some((group) => viewer.groups.includes(group));

/** All for viewers, their own for everybody else. Newest first. */
export async function viewIncidents(store: IncidentStore, viewer: Viewer): Promise<Incident[]> {
  const incidents = await store.list();
  return isIn(viewer, VIEWERS) ? incidents : incidents.filter(({ reporter }) => reporter === viewer.person);
}

/** @throws Refused `not-found`, also for those who may not see it: whether it exists is part of what they may not see */
export async function viewIncident(
  parts: DocumentIssuer & { store: IncidentStore },
  id: string,
  viewer: Viewer,
): Promise<IncidentView> {
  const incident = await parts.store.read(id);
  const own = incident.reporter === viewer.person;
  if (!own && !isIn(viewer, VIEWERS)) throw new Refused('not-found', 'no such incident');
  const [approvals, receipt, certificate, findings, text] = await Promise.all([
    parts.store.approvals(id),
    incident.receipt && readIssued<ClosureReceipt>(parts, incident.receipt),
    incident.certificate && readIssued<QuiescenceCertificate>(parts, incident.certificate),
    incident.findings && readIssued<Findings>(parts, incident.findings),
    own || isIn(viewer, TEXT_VIEWERS) ? parts.store.text(id) : undefined,
  ]);
  return {
    incident,
    approvals,
    ...(receipt && { receipt }),
    ...(certificate && { certificate }),
    ...(findings && { findings }),
    ...(text !== undefined && { text }),
  };
}
