import type { CheckpointReader } from '../ledger/checkpoint-store.ts';
import { canonicalJson, hashDocument } from '../ledger/entry.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import type { Records } from '../reading/reading.ts';
import type { Clock } from '../shared/clock.ts';
import { admittedAtClosure } from './certify.ts';
import { type DocumentIssuer, readIssued } from './documents.ts';
import { keepLines } from './evidence-lines.ts';
import type { ContainmentFinding, CountersFinding, Finding, Findings } from './findings.ts';
import { type ClosureReceipt, type Incident, type IncidentStore, windowOf } from './incident.ts';
import { type AdmittedAtClosure, admittedOf, type CountedLanes, type SeenLanes, sinceClosure } from './lanes.ts';
import { ledgerFindings } from './ledger-findings.ts';
import { storedFinding } from './stored-finding.ts';
import type { TaskResult } from './workflow.ts';

export interface InvestigateParts extends DocumentIssuer {
  store: IncidentStore;
  records: Pick<Records, 'pages'>;
  ledger: LedgerReader;
  checkpoints: CheckpointReader;
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
    await parts.store.advance(id, { once: 'draft', set: { draft }, foundOn: incident });
  }
  return { outcome: 'investigated', incident: id };
}

async function collect(parts: InvestigateParts, incident: Incident): Promise<Findings> {
  const { lanes, program } = parts;
  const window = windowOf(incident);
  const receipt = incident.receipt ? (await readIssued<ClosureReceipt>(parts, incident.receipt)).document : undefined;
  const before = receipt ? admittedAtClosure(receipt) : undefined;
  const counted = await lanes.lanes(before && [...before.keys()]);
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
    // All of it was written in one step.
    ...(link && {
      closure: {
        receipt: link.document,
        ...(certificate && { certificate: certificate.document }),
        epoch: epochs!.collection,
        closedAt: closedAt!,
      },
    }),
    findings,
  };
}

async function countersFinding(
  parts: InvestigateParts,
  id: string,
  { lanes, damaged }: SeenLanes,
): Promise<CountersFinding> {
  const counters: Record<string, number> = {};
  for (const lane of lanes) {
    for (const [name, by] of Object.entries(lane.counters)) counters[name] = (counters[name] ?? 0) + by;
  }
  return {
    finding: 'counters',
    statement: [
      `${lanes.length} lanes have admitted ${counters.admitted ?? 0} frames since the program began.`,
      ...(damaged.length > 0 ? [`The rows of ${damaged.length} more cannot be read: ${damaged.join(', ')}.`] : []),
    ].join(' '),
    evidence: await keepLines(parts.evidence, `${id}-counters`, [...lanes, ...asDamaged(damaged)].map(canonicalJson)),
    counters,
    ...(damaged.length > 0 && { damaged }),
  };
}

async function containmentFinding(
  parts: InvestigateParts,
  id: string,
  before: AdmittedAtClosure,
  seen: SeenLanes,
): Promise<ContainmentFinding> {
  const { moved, unknown } = sinceClosure(before, seen);
  const admittedAfterClosure = moved.reduce((sum, { by }) => sum + by, 0);
  return {
    finding: 'containment',
    statement: [
      `After the gates were closed, ${admittedAfterClosure} frames were admitted.`,
      ...(unknown.length > 0
        ? [
            `That ${unknown.length} more lanes admitted none is not proven, since their rows are damaged: ${unknown.join(', ')}.`,
          ]
        : []),
    ].join(' '),
    evidence: await keepLines(
      parts.evidence,
      `${id}-containment`,
      [...seen.lanes.map((lane) => ({ lane: lane.lane, admitted: admittedOf(lane) })), ...asDamaged(seen.damaged)].map(
        canonicalJson,
      ),
    ),
    admittedAfterClosure,
    lanes: moved.map(({ lane }) => lane),
    ...(unknown.length > 0 && { damaged: unknown }),
  };
}

/** How evidence names lanes whose rows are damaged. */
const asDamaged = (lanes: readonly string[]) => lanes.map((lane) => ({ lane, damaged: true }));
