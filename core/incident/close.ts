import type { GateName, GateStore, LaneCheckpoint } from '../gate/gate.ts';
import { type Paused, pause } from '../gate/pause.ts';
import type { SignedDocument } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { DOCUMENT_KINDS, type DocumentIssuer, issue, readIssued } from './documents.ts';
import { reportedBy } from './filing.ts';
import type { ClosedLane, ClosureReceipt, Incident, IncidentStore } from './incident.ts';
import { admittedOf, type CountedLanes } from './lanes.ts';

export interface CloseParts extends DocumentIssuer {
  store: IncidentStore;
  gates: Record<GateName, GateStore>;
  lanes: CountedLanes;
  program: string;
  clock: Clock;
  /** Told when a closure is recorded, and how long after the report it was, ms: by whoever records it. @default nobody */
  recorded?: (closedAfter: number) => void;
}

export interface Closed {
  incident: Incident;
  receipt: SignedDocument<ClosureReceipt>;
}

/**
 * Closes both gates for an incident that is filed, and issues the receipt. May die anywhere, and is finished by whoever calls it
 * again: the report itself, the workflow's first task, or the schedule.
 * @param before what closed them already, a moment ago @default they are closed here
 * @throws Refused `over` when it has let go without ever having been contained
 */
export async function closeGates(parts: CloseParts, incident: Incident, before?: Paused): Promise<Closed> {
  const paused = before ?? (await pauseUnlessOver(parts, incident));
  if (incident.receipt) return { incident, receipt: await readIssued(parts, incident.receipt) };
  if (!paused) throw new Refused('over', 'this incident has let go of the gates');
  const { store, clock } = parts;
  const document = await closureReceipt(parts, incident.incident, paused);
  const { signed, link } = await issue(
    parts,
    'receipts',
    `${incident.incident}-closure`,
    DOCUMENT_KINDS.receipt,
    document,
  );
  const { epochs, closedAt } = closureOf(paused);
  // Once, after both gates are closed and the incident is filed: approvals bind to these epochs.
  const after = await store.advance(incident.incident, {
    once: 'receipt',
    set: { status: 'contained', receipt: link, epochs, closedAt },
    facts: {
      kind: 'pause',
      at: clock.now(),
      actor: reportedBy(incident),
      incident: incident.incident,
      detail: { ...epochs, receipt: link.document },
    },
  });
  // Another call may have been first: its receipt is the one that stands in the incident.
  const stands = after.receipt!;
  if (stands.name !== link.name) return { incident: after, receipt: await readIssued(parts, stands) };
  // One that was filed after its gates had closed took no time to close them: how long it really was is not known.
  parts.recorded?.(Math.max(0, closedAt - incident.reportedAt));
  return { incident: after, receipt: signed };
}

/** Epochs of both gates, and when the last lane of either was closed, ms. */
export const closureOf = ({ gates }: Paused): { epochs: Record<GateName, number>; closedAt: number } => ({
  epochs: Object.fromEntries(gates.map(({ gate, epoch }) => [gate, epoch])) as Record<GateName, number>,
  closedAt: Math.max(...gates.map(({ closedAt }) => closedAt)),
});

/** A report that is sent again, or a workflow that starts over, closes nothing anew once the incident has let go. */
async function pauseUnlessOver({ gates, clock }: CloseParts, incident: Incident): Promise<Paused | undefined> {
  if (incident.concludedAt !== undefined) return undefined;
  try {
    return await pause(gates, incident.incident, clock, incident.reporter);
  } catch (error) {
    if (isOverError(error)) return undefined;
    throw error;
  }
}

/** Did a pause fail for nothing else than that its incident has let go, of one gate or of both, or may have long ago? */
export const isOverError = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(isOverError)
    : isStaleError(error) || (error instanceof Refused && error.reason === 'over');

/** Is that what nobody knows any more, of either gate? */
export const isStaleError = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.some(isStaleError)
    : error instanceof Refused && error.reason === 'stale-id';

/** What is signed once the gates have closed. */
export async function closureReceipt(
  { lanes, program, clock }: Pick<CloseParts, 'lanes' | 'program' | 'clock'>,
  incident: string,
  paused: Paused,
): Promise<ClosureReceipt> {
  const gates = paused.gates.map(async (closed) =>
    closed.gate === 'collection' ? { ...closed, lanes: await countedLanes(lanes, closed.lanes) } : closed,
  );
  return { program, incident, gates: await Promise.all(gates), issuedAt: clock.now() };
}

/** Asked for by name: one that has retired in between has counted all the same. */
async function countedLanes(lanes: CountedLanes, closed: readonly LaneCheckpoint[]): Promise<ClosedLane[]> {
  const seen = await lanes.lanes(closed.map(({ lane }) => lane));
  const admitted = new Map(seen.lanes.map((lane) => [lane.lane, admittedOf(lane)]));
  return closed.map((lane) => {
    const count = admitted.get(lane.lane);
    return count === undefined ? { ...lane, damaged: true } : { ...lane, admitted: count };
  });
}
