import { holdersOf, may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { isHeldBy, staleId } from '../gate/gate.ts';
import { type Paused, pause } from '../gate/pause.ts';
import type { SignedDocument } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { dayOf } from '../shared/whole-days.ts';
import { within } from '../shared/within.ts';
import { asksNow } from './asked-then.ts';
import { type CloseParts, closeGates, closureOf, isOverError, isStaleError } from './close.ts';
import type { ClosureCount } from './closures.ts';
import { isPartOf, reportedBy, shownTo, UNKNOWN } from './filing.ts';
import type { ClosureReceipt, Incident, NotClosed, Severity } from './incident.ts';
import { checkIncidentId } from './incident-id.ts';
import type { Workflow } from './workflow.ts';

export interface ReportParts extends CloseParts {
  closures: ClosureCount;
  workflow: Workflow;
  disclosure: Disclosure;
  /** Told of what went wrong after the gates were closed, and is made good later. @default nobody */
  unfinished?: (error: unknown) => void;
  /** How long an answer waits for what follows on the closing, ms. @default 6000 */
  patience?: number;
}

/** What closing, filing and what follows need; who reports is judged by more. */
export type FollowParts = Omit<ReportParts, 'closures'>;

export interface Reporter {
  /** A name of this incident alone. */
  sub: string;
  /** As who closes and reports is counted on this day. @default `sub` */
  counted?: string;
  /** As the incident is counted among their closures of the day: those who share a row of that would be known to be one person's. @default the incident */
  closure?: string;
  groups: readonly string[];
}

export interface ReportOrder {
  /** ULID; the same report sent again under its id is one report. */
  incident: string;
  /** `unknown` where their pseudonym could not be had: the gates close all the same. */
  reporter: Reporter;
  severity: Severity;
  /** Free text: sealed at once, and in no log, bus, ledger or workflow. */
  text: string;
  /** Of the first UTC day to be investigated, ms. @default the day before the report's */
  from?: number;
}

export interface Reported {
  incident: Incident;
  /** When it closed the gates. */
  receipt?: SignedDocument<ClosureReceipt>;
  /** The gates are closed; what is missing of incident, receipt and workflow follows by itself. */
  filing?: 'follows';
}

const DAY = 86_400_000;
/** Reports of one severity by one person on one day: more would hide those of others. */
export const REPORTS_PER_DAY = 20;

/**
 * Takes a report. One of high severity by a member of the closers' groups closes both gates, as often a day as the disclosure
 * says: at once, with nothing but the gate's tables; whatever else it needs comes after.
 */
export async function report(parts: ReportParts, order: ReportOrder): Promise<Reported> {
  const at = parts.clock.now();
  checkIncidentId(order.incident, at);
  const notClosed = await whyNotClosed(parts, order, at);
  if (notClosed === undefined) return contain(parts, rowOf(parts, order, 'report', at), order.text);
  if (order.reporter.sub === UNKNOWN) throw new Refused('busy', 'who reports could not be found out just now');
  // Somebody may hold the gates under this id, as everybody can see: it is theirs, and has to be able to let go of them.
  const closes = await isHeldBy(parts.gates, order.incident);
  const row = { ...rowOf(parts, order, 'report', at), closes, ...(!closes && { notClosed }) };
  const most = { perDay: REPORTS_PER_DAY, by: countedAs(order.reporter) };
  const filed = await parts.store.file(row, order.text, reportFacts(row), most);
  return follow(parts, filed);
}

/**
 * Closes both gates by hand. @throws Refused `not-closer`, and `limit` for those who are closers alone and have used up
 * their closures of the day
 */
export async function pauseProgram(parts: ReportParts, order: Omit<ReportOrder, 'severity'>): Promise<Reported> {
  const { disclosure, clock } = parts;
  const { groups } = order.reporter;
  const at = clock.now();
  checkIncidentId(order.incident, at);
  if (!may(disclosure, groups, 'pause')) {
    if (!isCloser(disclosure, groups)) {
      const may = [...holdersOf(disclosure, 'pause'), ...disclosure.gate.closers].join(', ');
      throw new Refused('not-closer', `only members of ${may} pause the program`);
    }
    if (!(await mayClose(parts, order, at))) throw new Refused('limit', 'the closures of this day are used up');
  }
  return contain(parts, rowOf(parts, { ...order, severity: 'high' }, 'pause', at), order.text);
}

const isCloser = ({ gate }: Disclosure, groups: readonly string[]): boolean =>
  gate.closers.some((group) => groups.includes(group));

async function whyNotClosed(parts: ReportParts, order: ReportOrder, at: number): Promise<NotClosed | undefined> {
  if (order.severity !== 'high') return 'severity';
  if (!isCloser(parts.disclosure, order.reporter.groups)) return 'not-closer';
  // Past the limit a report is still a report: it is filed and investigated, it only closes nothing by itself.
  return (await mayClose(parts, order, at)) ? undefined : 'limit';
}

/** A count that cannot be had keeps nobody from closing. */
async function mayClose(parts: ReportParts, order: Omit<ReportOrder, 'severity'>, at: number): Promise<boolean> {
  const { closures, disclosure } = parts;
  if (order.reporter.sub === UNKNOWN) return true;
  const { closure: counted = order.incident } = order.reporter;
  const closure = { person: countedAs(order.reporter), incident: counted, at };
  return closures.take(closure, disclosure.gate.closuresPerDay).catch((error: unknown) => {
    parts.unfinished?.(error);
    return true;
  });
}

const countedAs = ({ sub, counted = sub }: Reporter): string => counted;

export interface MovementOrder {
  /** The same event is the same id. */
  incident: string;
  /** ARN of who moved a door: like a reporter they decide nothing about it. */
  by: string;
  text: string;
  /** ms; now. */
  at: number;
}

export interface Movement {
  filed: Incident;
  paused?: Paused;
}

const movementRow = (parts: FollowParts, { incident, by, at }: MovementOrder, severity: Severity): Incident =>
  rowOf(parts, { incident, reporter: { sub: by }, severity }, 'guard', at);

/**
 * Closes both gates because a door was moved, and files it; `follow` does the rest.
 * @returns undefined when the incident of this event has let go already
 * @throws when it could not be filed: the gates are closed all the same, and the event has to be told again
 */
export async function containMovement(parts: FollowParts, order: MovementOrder): Promise<Movement | undefined> {
  try {
    const paused = await pause(parts.gates, order.incident, parts.clock, order.by);
    const row = movementRow(parts, order, 'high');
    return { filed: await parts.store.file(row, order.text, reportFacts(row)), paused };
  } catch (error) {
    if (isOverError(error)) return undefined;
    throw error;
  }
}

/** Files that a door was moved that closes nothing, or what a service of AWS found. @throws Refused `limit` when the reports about this principal are used up */
export async function reportMovement(
  parts: FollowParts,
  order: MovementOrder,
  severity: Severity = 'medium',
): Promise<Movement> {
  const row: Incident = { ...movementRow(parts, order, severity), closes: false, notClosed: 'severity' };
  const most = { perDay: REPORTS_PER_DAY, by: order.by };
  return { filed: await parts.store.file(row, order.text, reportFacts(row), most) };
}

export interface ProbeOrder {
  /** Of the state of the probe: the same one is the same report. */
  incident: string;
  probe: string;
  text: string;
  /** ms; now. */
  at: number;
}

/** Files that what an incident was about is so again. It closes nothing by itself: where nobody says in time what it is, its time-out does. */
export async function reportProbe(parts: FollowParts, { incident, probe, text, at }: ProbeOrder): Promise<void> {
  const order = { incident, reporter: { sub: `probe:${probe}` }, severity: 'medium' as const };
  const row: Incident = { ...rowOf(parts, order, 'probe', at), closes: false, notClosed: 'severity' };
  await follow(parts, await parts.store.file(row, text, reportFacts(row)));
}

export function rowOf(
  { disclosure }: Pick<ReportParts, 'disclosure'>,
  {
    incident,
    reporter,
    severity,
    from,
  }: Pick<ReportOrder, 'incident' | 'severity' | 'from'> & { reporter: { sub: string } },
  kind: Incident['kind'],
  at: number,
): Incident {
  return {
    incident,
    kind,
    severity,
    status: 'reported',
    reporter: reporter.sub,
    reportedAt: at,
    // A day, as findings are told by days: who chooses the ms could tell from two of them who worked in between.
    from: dayOf(Math.min(from ?? at - DAY, at)),
    disclosure: disclosure.version,
    leaseSeconds: disclosure.lease.seconds,
    asked: asksNow(disclosure),
    closes: true,
  };
}

export const reportFacts = ({ incident, kind, severity, closes, reporter, reportedAt }: Incident) => ({
  kind: 'report' as const,
  at: reportedAt,
  actor: reportedBy({ kind, reporter }),
  incident,
  detail: { severity, closes, by: kind },
});

/** Contain first, file afterwards. Once the gates are closed, that is the answer, whatever else is broken. */
async function contain(parts: ReportParts, row: Incident, text: string): Promise<Reported> {
  const { gates, clock, patience = 6_000 } = parts;
  const person = row.reporter;
  let paused: Paused;
  try {
    paused = await pause(gates, row.incident, clock, person === UNKNOWN ? undefined : person);
  } catch (error) {
    if (isOverError(error)) return repeated(parts, row.incident, person, isStaleError(error));
    throw error;
  }
  try {
    if (person === UNKNOWN) throw new Refused('busy', 'who reports could not be found out just now');
    const { incident, receipt } = await within(
      patience,
      parts.store.file(row, text, reportFacts(row)).then((filed) => follow(parts, filed, paused)),
    );
    return { incident: shownTo(person, incident), ...(receipt && { receipt }) };
  } catch (error) {
    parts.unfinished?.(error);
    return { incident: { ...row, ...closureOf(paused) }, filing: 'follows' };
  }
}

/**
 * The same report again, after its incident has let go: it closes nothing anew. One that never held is no such report.
 * @throws Refused `over` to others, `stale-id` where the id is old and nothing of it is known
 */
async function repeated(parts: ReportParts, id: string, person: string, isStale: boolean): Promise<Reported> {
  const incident = await parts.store.find(id);
  if (isStale && !incident?.closes) throw staleId();
  if (!incident || !isPartOf(incident, person)) {
    throw new Refused('over', 'this incident has let go of the gates: take a new id');
  }
  return { incident: shownTo(person, incident) };
}

/** What comes after filing: the closure is recorded, the workflow started. Each is tried, whatever happens to the other. */
export async function follow(parts: FollowParts, filed: Incident, paused?: Paused): Promise<Reported> {
  const closing = filed.closes ? closeGates(parts, filed, paused) : Promise.resolve(undefined);
  const [closed] = await Promise.allSettled([closing]);
  await parts.workflow.start(filed.incident);
  const set = { startedAt: parts.clock.now() };
  const incident = await parts.store.advance(filed.incident, { once: 'startedAt', set });
  if (closed.status === 'rejected') throw closed.reason;
  return { incident, ...(closed.value && { receipt: closed.value.receipt }) };
}
