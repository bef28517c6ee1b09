import type { CheckpointStore } from '../ledger/checkpoint-store.ts';
import { canonicalJson, hashDocument } from '../ledger/entry.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import type { Records } from '../reading/reading.ts';
import type { Clock } from '../shared/clock.ts';
import { admittedAtClosure } from './certify.ts';
import { type DocumentIssuer, readIssued } from './documents.ts';
import { keepLines } from './evidence-lines.ts';
import type { Finding, Findings } from './findings.ts';
import type { ClosureReceipt, Incident, IncidentStore } from './incident.ts';
import { admittedBefore, admittedOf, type CountedLanes, type LaneCount } from './lanes.ts';
import { ledgerFindings } from './ledger-findings.ts';
import { storedFinding } from './stored-finding.ts';
import type { TaskResult } from './workflow.ts';

export interface InvestigateParts extends DocumentIssuer {
  store: IncidentStore;
  records: Pick<Records, 'pages'>;
  ledger: LedgerReader;
  checkpoints: Pick<CheckpointStore, 'latest'>;
  lanes: CountedLanes;
  program: string;
  clock: Clock;
}

/** Collects what happened in the window; each finding's evidence is put under Object Lock before it is named. */
export async function investigate(parts: InvestigateParts, incident: Incident): Promise<TaskResult> {
  const id = incident.incident;
  if (!incident.draft) {
    const document = await collect(parts, incident);
    const bytes = Buffer.from(`${canonicalJson(document)}\n`);
    const link = await parts.evidence.put({ folder: 'findings', stem: `${id}-document`, extension: 'json', bytes });
    const draft = { ...link, document: hashDocument(document) };
    await parts.store.advance(id, { once: 'draft', set: { draft } });
  }
  return { outcome: 'investigated', incident: id };
}

async function collect(parts: InvestigateParts, incident: Incident): Promise<Findings> {
  const { lanes, program } = parts;
  const window = { from: incident.from, to: incident.closedAt ?? incident.reportedAt };
  const receipt = incident.receipt ? (await readIssued<ClosureReceipt>(parts, incident.receipt)).document : undefined;
  const before = receipt ? admittedAtClosure(receipt) : undefined;
  const counted = await lanes.lanes([...(before?.keys() ?? [])]);
  const id = incident.incident;
  const findings: Finding[] = [
    await storedFinding(parts, id, window),
    ...(await ledgerFindings(parts, id, window)),
    await countersFinding(parts, id, counted),
  ];
  if (before) findings.push(await containmentFinding(parts, id, before, counted));
  const { receipt: link, certificate, epochs, closedAt } = incident;
  return {
    program,
    incident: id,
    severity: incident.severity,
    reportedAt: incident.reportedAt,
    window,
    disclosure: incident.disclosure,
    ...(link &&
      epochs &&
      closedAt !== undefined && {
        closure: {
          receipt: link.document,
          ...(certificate && { certificate: certificate.document }),
          epoch: epochs.collection,
          closedAt,
        },
      }),
    findings,
  };
}

async function countersFinding(parts: InvestigateParts, id: string, lanes: LaneCount[]): Promise<Finding> {
  const counters: Record<string, number> = {};
  for (const lane of lanes) {
    for (const [name, by] of Object.entries(lane.counters)) counters[name] = (counters[name] ?? 0) + by;
  }
  return {
    finding: 'counters',
    statement: `${lanes.length} lanes have admitted ${counters.admitted ?? 0} frames since the program began.`,
    evidence: await keepLines(parts.evidence, `${id}-counters`, lanes.map(canonicalJson)),
    counters,
  };
}

async function containmentFinding(
  parts: InvestigateParts,
  id: string,
  before: ReadonlyMap<string, number>,
  lanes: LaneCount[],
): Promise<Finding> {
  const moves = lanes
    .map((lane) => ({ lane: lane.lane, before: admittedBefore(before, lane), now: admittedOf(lane) }))
    .filter((lane) => lane.now !== lane.before);
  const admittedAfterClosure = moves.reduce((sum, { before: from, now }) => sum + now - from, 0);
  return {
    finding: 'containment',
    statement: `After the gates were closed, ${admittedAfterClosure} frames were admitted.`,
    evidence: await keepLines(
      parts.evidence,
      `${id}-containment`,
      lanes.map((lane) => canonicalJson({ lane: lane.lane, admitted: admittedOf(lane) })),
    ),
    admittedAfterClosure,
    lanes: moves.map(({ lane }) => lane),
  };
}
