import { canonicalJson, hashDocument, parseEntry } from '../ledger/entry.ts';
import type { EvidenceLink } from '../ledger/evidence.ts';
import type { Entry, LedgerReader, StoredEntry } from '../ledger/ledger.ts';
import { verifyChain } from '../ledger/verify.ts';
import type { RecordSummary, Records } from '../reading/reading.ts';
import type { Clock } from '../shared/clock.ts';
import { admittedAtClosure } from './certify.ts';
import { type DocumentIssuer, readIssued } from './documents.ts';
import type { Finding, Findings, ReadByWhom, StoredOfSubject } from './findings.ts';
import type { ClosureReceipt, Incident, IncidentStore } from './incident.ts';
import { admittedBefore, admittedOf, type CountedLanes, type LaneCount } from './lanes.ts';
import type { TaskResult } from './workflow.ts';

/** Rows that one investigation looks at; above it the finding says that it stopped there. */
const MOST_SEGMENTS = 100_000;
/** Rows of a list inside the findings; the evidence has them all. */
const MOST_LISTED = 1_000;

export interface InvestigateParts extends DocumentIssuer {
  store: IncidentStore;
  records: Records;
  ledger: LedgerReader;
  lanes: CountedLanes;
  program: string;
  clock: Clock;
}

/** Collects what happened in the window; each finding's evidence is put under Object Lock before it is named. */
export async function investigate(parts: InvestigateParts, incident: Incident): Promise<TaskResult> {
  const id = incident.incident;
  if (!incident.draft) {
    const document = await collect(parts, incident);
    const link = await keep(parts, id, 'document', [canonicalJson(document)], 'json');
    const draft = { ...link, document: hashDocument(document) };
    await parts.store.advance(id, { once: 'draft', set: { draft } });
  }
  return { outcome: 'investigated', incident: id };
}

async function collect(parts: InvestigateParts, incident: Incident): Promise<Findings> {
  const { records, ledger, lanes, program } = parts;
  const window = { from: incident.from, to: incident.closedAt ?? incident.reportedAt };
  const receipt = incident.receipt ? (await readIssued<ClosureReceipt>(parts, incident.receipt)).document : undefined;
  const before = receipt ? admittedAtClosure(receipt) : undefined;
  const [segments, chains, counted] = await Promise.all([
    records.list({ ...window, limit: MOST_SEGMENTS }),
    chainsOf(ledger),
    lanes.lanes([...(before?.keys() ?? [])]),
  ]);
  const id = incident.incident;
  const findings: Finding[] = [
    await storedFinding(parts, id, segments),
    await readsFinding(parts, id, window, segments, chains),
    await countersFinding(parts, id, counted),
    await ledgerFinding(parts, id, chains),
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

type Chains = { chain: string; entries: StoredEntry[] }[];

async function chainsOf(ledger: LedgerReader): Promise<Chains> {
  const tips = await ledger.tips();
  return Promise.all(tips.map(async ({ chain }) => ({ chain, entries: await ledger.entries(chain) })));
}

async function storedFinding(parts: InvestigateParts, id: string, segments: RecordSummary[]): Promise<Finding> {
  const evidence = await keep(parts, id, 'stored', segments.map(canonicalJson));
  const subjects = new Map<string, StoredOfSubject>();
  const disclosures: Record<string, number> = {};
  for (const { subject, segment, events, disclosure } of segments) {
    const of = subjects.get(subject) ?? { subject, events: 0, segments: [] };
    of.events += events;
    of.segments.push(segment);
    subjects.set(subject, of);
    disclosures[disclosure] = (disclosures[disclosure] ?? 0) + 1;
  }
  const events = segments.reduce((sum, row) => sum + row.events, 0);
  return {
    finding: 'stored',
    statement: `In the window, ${segments.length} segments with ${events} events of ${subjects.size} subjects were stored.`,
    evidence,
    segments: segments.length,
    events,
    subjects: [...subjects.values()].sort((a, b) => (a.subject < b.subject ? -1 : 1)).slice(0, MOST_LISTED),
    disclosures,
    truncated: segments.length >= MOST_SEGMENTS,
  };
}

async function readsFinding(
  parts: InvestigateParts,
  id: string,
  window: Findings['window'],
  segments: RecordSummary[],
  chains: Chains,
): Promise<Finding> {
  const stored = new Set(segments.map(({ segment }) => segment));
  const about = chains
    .flatMap(({ entries }) => entries)
    .map((link) => ({ link, entry: parse(link) }))
    .filter(({ entry }) => entry && READS.has(entry.kind))
    .filter(({ entry }) => stored.has(entry?.segment ?? '') || (entry!.at >= window.from && entry!.at <= window.to));
  const reads = about.flatMap(({ entry }) => (entry?.kind === 'read' ? [byWhom(entry)] : []));
  const refused = about.length - reads.length;
  const readers = new Set(reads.map(({ reader }) => reader)).size;
  return {
    finding: 'reads',
    statement: `${readers} people read in ${reads.length} reads; ${refused} reads were refused.`,
    evidence: await keep(
      parts,
      id,
      'reads',
      about.map(({ link }) => canonicalJson(link)),
    ),
    reads: reads.sort((a, b) => a.at - b.at).slice(0, MOST_LISTED),
    refused,
  };
}
const READS: ReadonlySet<string> = new Set(['read', 'read-refused']);

/** A body that is no JSON is the ledger finding's matter. */
function parse(link: StoredEntry): Entry | undefined {
  try {
    return parseEntry(link);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const byWhom = ({ chain, seq, hash, at, actor, subject = '', segment = '', purpose = '' }: Entry): ReadByWhom => ({
  chain,
  seq,
  hash,
  at,
  reader: actor,
  subject,
  segment,
  purpose,
});

async function countersFinding(parts: InvestigateParts, id: string, lanes: LaneCount[]): Promise<Finding> {
  const counters: Record<string, number> = {};
  for (const lane of lanes) {
    for (const [name, by] of Object.entries(lane.counters)) counters[name] = (counters[name] ?? 0) + by;
  }
  return {
    finding: 'counters',
    statement: `${lanes.length} lanes have admitted ${counters.admitted ?? 0} frames since the program began.`,
    evidence: await keep(parts, id, 'counters', lanes.map(canonicalJson)),
    counters,
  };
}

async function ledgerFinding(parts: InvestigateParts, id: string, chains: Chains): Promise<Finding> {
  const verdicts = chains.map(({ chain, entries }) => verifyChain(chain, entries));
  const intact = verdicts.every(({ broken }) => !broken);
  const entries = verdicts.reduce((sum, { length }) => sum + length, 0);
  return {
    finding: 'ledger',
    statement: intact ? `The ledger holds: ${entries} entries.` : `The ledger is broken after ${entries} entries.`,
    evidence: await keep(parts, id, 'ledger', verdicts.map(canonicalJson)),
    entries,
    intact,
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
    evidence: await keep(
      parts,
      id,
      'containment',
      lanes.map((lane) => canonicalJson({ lane: lane.lane, admitted: admittedOf(lane) })),
    ),
    admittedAfterClosure,
    lanes: moves.map(({ lane }) => lane),
  };
}

function keep(
  { evidence }: InvestigateParts,
  incident: string,
  what: string,
  lines: string[],
  extension: 'json' | 'ndjson' = 'ndjson',
): Promise<EvidenceLink> {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return evidence.put({ folder: 'findings', stem: `${incident}-${what}`, extension, bytes });
}
