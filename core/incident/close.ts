import { GATES, type GateClosed, type GateName, type GateStore } from '../gate/gate.ts';
import { type Paused, pause } from '../gate/pause.ts';
import type { SignedDocument } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { DOCUMENT_KINDS, type DocumentIssuer, issue, readIssued } from './documents.ts';
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
  const { collection, reading, closedAt } = closureOf(paused);
  // Once, after both gates are closed and the incident is filed: approvals bind to these epochs.
  const after = await store.advance(incident.incident, {
    once: 'receipt',
    set: { status: 'contained', receipt: link, epochs: { collection, reading }, closedAt },
    facts: {
      kind: 'pause',
      at: clock.now(),
      actor: incident.reporter,
      incident: incident.incident,
      detail: { collection, reading, receipt: link.document },
    },
  });
  // Another call may have been first: its receipt is the one that stands in the incident.
  if (after.receipt?.name !== link.name) {
    return { incident: after, receipt: await readIssued(parts, after.receipt!) };
  }
  // One that was filed after its gates had closed took no time to close them: how long it really was is not known.
  parts.recorded?.(Math.max(0, closedAt - incident.reportedAt));
  return { incident: after, receipt: signed };
}

/** Epochs of both gates, and when the last lane of either was closed, ms. */
export function closureOf({ gates }: Paused): { collection: number; reading: number; closedAt: number } {
  const [collection, reading] = GATES.map((gate) => gates.find((closed) => closed.gate === gate)?.epoch ?? 0);
  return {
    collection: collection!,
    reading: reading!,
    closedAt: Math.max(...gates.map(({ closedAt }) => closedAt)),
  };
}

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

/** Did a pause fail for nothing else than that its incident has let go, of one gate or of both? */
export const isOverError = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(isOverError)
    : error instanceof Refused && error.reason === 'over';

/** What is signed once the gates have closed. */
export async function closureReceipt(
  { lanes, program, clock }: Pick<CloseParts, 'lanes' | 'program' | 'clock'>,
  incident: string,
  paused: Paused,
): Promise<ClosureReceipt> {
  // Those that were closed, named: one that retires in between has counted all the same.
  const closedLanes = paused.gates
    .flatMap(({ gate, lanes }) => (gate === 'collection' ? lanes : []))
    .map(({ lane }) => lane);
  const seen = await lanes.lanes(closedLanes);
  const admitted = new Map(seen.lanes.map((lane) => [lane.lane, admittedOf(lane)]));
  return {
    program,
    incident,
    issuedAt: clock.now(),
    gates: paused.gates.map((closed) => ({ ...closed, lanes: countedLanes(closed, admitted) })),
  };
}

function countedLanes({ gate, lanes }: GateClosed, admitted: ReadonlyMap<string, number>): ClosedLane[] {
  if (gate !== 'collection') return lanes;
  return lanes.map((lane) => {
    const count = admitted.get(lane.lane);
    return count === undefined ? { ...lane, damaged: true } : { ...lane, admitted: count };
  });
}
