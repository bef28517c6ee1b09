import { decodeTime } from 'ulid';
import { holdersOf, may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { SignedDocument } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { type CloseParts, closeGates } from './close.ts';
import type { ClosureReceipt, Incident, NotClosed, Severity } from './incident.ts';
import type { Workflow } from './workflow.ts';

export interface ReportParts extends CloseParts {
  workflow: Workflow;
  disclosure: Disclosure;
}

export interface ReportOrder {
  /** ULID; the same report sent again under its id is one report. */
  incident: string;
  reporter: { sub: string; groups: readonly string[] };
  severity: Severity;
  /** Free text: sealed at once, and in no log, bus, ledger or workflow. */
  text: string;
  /** Start of the time to be investigated, ms. @default 24 hours before the report */
  from?: number;
}

export interface Reported {
  incident: Incident;
  /** When it closed the gates. */
  receipt?: SignedDocument<ClosureReceipt>;
}

const DAY = 86_400_000;
/** Newest reports that are looked at for those that died half-way; the schedule looks every few minutes. */
const LOOKED_AT = 200;

/**
 * Files a report. One of high severity by a member of the closers' groups closes both gates, as often a day as the
 * disclosure says. The order is fixed: file, close, issue the receipt, start the workflow.
 */
export async function report(parts: ReportParts, order: ReportOrder): Promise<Reported> {
  const { disclosure } = parts;
  const reason = whyNotClosed(disclosure, order.severity, order.reporter.groups);
  const limit = disclosure.gate.closuresPerDay;
  const filed = reason
    ? await file(parts, order, 'report', reason)
    : await file(parts, order, 'report', undefined, limit).catch((error: unknown) => {
        // Past the limit a report is still a report: it is filed and investigated, it only closes nothing by itself.
        if (error instanceof Refused && error.reason === 'limit') return file(parts, order, 'report', 'limit');
        throw error;
      });
  return follow(parts, filed);
}

/**
 * Incidents are listed newest first by their ids, which reporters choose: one of a time to come, or in small letters, would
 * stand above all later ones, and a few dozen would hide them. A day is left for clocks.
 * @throws Refused `malformed`
 */
function checkId(incident: string, at: number): void {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(incident) || decodeTime(incident) > at + DAY) {
    throw new Refused('malformed', 'the id is a ULID of no later than now, in capital letters');
  }
}

/**
 * A break-glass pause holds the gates under an id that nobody has filed yet, and that everybody can see. Filed as a report that
 * closes nothing, it would have no incident that could ever let go of them.
 * @throws Refused `exists`
 */
async function checkNotHeld(gates: ReportParts['gates'], incident: string): Promise<void> {
  const states = await Promise.all([gates.collection.read(), gates.reading.read()]);
  if (states.some(({ holds }) => holds.includes(incident))) {
    throw new Refused('exists', 'a gate is held under this id: only a pause can be filed under it');
  }
}

function whyNotClosed(disclosure: Disclosure, severity: Severity, groups: readonly string[]): NotClosed | undefined {
  if (severity !== 'high') return 'severity';
  return disclosure.gate.closers.some((group) => groups.includes(group)) ? undefined : 'not-closer';
}

/**
 * Closes both gates by hand. @throws Refused `not-closer`, and `limit` for those who are closers alone and have used up
 * their closures of the day
 */
export async function pauseProgram(parts: ReportParts, order: Omit<ReportOrder, 'severity'>): Promise<Reported> {
  const { disclosure } = parts;
  const { gate } = disclosure;
  const { groups } = order.reporter;
  const unlimited = may(disclosure, groups, 'pause');
  if (!unlimited && !gate.closers.some((group) => groups.includes(group))) {
    throw new Refused(
      'not-closer',
      `only members of ${[...holdersOf(disclosure, 'pause'), ...gate.closers].join(', ')} pause the program`,
    );
  }
  const limit = unlimited ? undefined : gate.closuresPerDay;
  return follow(parts, await file(parts, { ...order, severity: 'high' }, 'pause', undefined, limit));
}

async function file(
  { store, gates, disclosure, clock }: ReportParts,
  order: ReportOrder,
  kind: Incident['kind'],
  notClosed: NotClosed | undefined,
  limit?: number,
): Promise<Incident> {
  const { incident, severity, text } = order;
  const at = clock.now();
  checkId(incident, at);
  const reporter = order.reporter.sub;
  const closes = notClosed === undefined;
  if (!closes) await checkNotHeld(gates, incident);
  const row: Incident = {
    incident,
    kind,
    severity,
    status: 'reported',
    reporter,
    reportedAt: at,
    from: Math.min(order.from ?? at - DAY, at),
    disclosure: disclosure.version,
    leaseSeconds: disclosure.lease.seconds,
    closes,
    ...(notClosed && { notClosed }),
  };
  const facts = { kind: 'report' as const, at, actor: reporter, incident, detail: { severity, closes, by: kind } };
  return store.file(row, text, facts, limit);
}

async function follow(parts: ReportParts, filed: Incident): Promise<Reported> {
  const closed = filed.closes ? await closeGates(parts, filed) : undefined;
  await parts.workflow.start(filed.incident);
  const set = { startedAt: parts.clock.now() };
  const incident = await parts.store.advance(filed.incident, { once: 'startedAt', set });
  return { incident, ...(closed && { receipt: closed.receipt }) };
}

/**
 * Finishes reports whose function died before it had started the workflow: closes what they close, issues the receipt,
 * starts. Without it such a report would hold the gates, and nobody could ever approve it.
 * @returns what went wrong; the others are finished all the same
 */
export async function finishReports(parts: ReportParts): Promise<unknown[]> {
  const unfinished = (await parts.store.list(LOOKED_AT)).filter(({ startedAt }) => startedAt === undefined);
  const finished = await Promise.allSettled(unfinished.map((incident) => follow(parts, incident)));
  return finished.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}
