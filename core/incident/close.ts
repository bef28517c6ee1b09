import { GATES, type GateClosed, type GateName, type GateStore } from '../gate/gate.ts';
import { type Paused, pause } from '../gate/pause.ts';
import type { SignedDocument } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { DOCUMENT_KINDS, type DocumentIssuer, issue, readIssued } from './documents.ts';
import type { ClosureReceipt, Incident, IncidentStore } from './incident.ts';
import { admittedOf, type CountedLanes } from './lanes.ts';

export interface CloseParts extends DocumentIssuer {
  store: IncidentStore;
  gates: Record<GateName, GateStore>;
  lanes: CountedLanes;
  program: string;
  clock: Clock;
}

export interface Closed {
  incident: Incident;
  receipt: SignedDocument<ClosureReceipt>;
}

/**
 * Closes both gates for an incident and issues the receipt. May die anywhere, and is finished by whoever calls it again:
 * the report itself, or the workflow's first task.
 */
export async function closeGates(parts: CloseParts, incident: Incident): Promise<Closed> {
  const { store, gates, lanes, program, clock } = parts;
  if (incident.receipt && (await isOver(parts, incident))) {
    return { incident, receipt: await readIssued(parts, incident.receipt) };
  }
  const paused = await pause(gates, incident.incident, clock);
  if (incident.receipt) return { incident, receipt: await readIssued(parts, incident.receipt) };
  const document = await closureReceipt({ lanes, program, clock }, incident.incident, paused);
  const { signed, link } = await issue(
    parts,
    'receipts',
    `${incident.incident}-closure`,
    DOCUMENT_KINDS.receipt,
    document,
  );
  const [collection, reading] = GATES.map((gate) => paused.gates.find((closed) => closed.gate === gate)?.epoch ?? 0);
  const after = await store.advance(incident.incident, {
    once: 'receipt',
    set: {
      status: 'contained',
      receipt: link,
      epochs: { collection: collection!, reading: reading! },
      closedAt: Math.max(...paused.gates.map(({ closedAt }) => closedAt)),
    },
    facts: {
      kind: 'pause',
      at: clock.now(),
      actor: incident.reporter,
      incident: incident.incident,
      detail: { collection: collection!, reading: reading!, receipt: link.document },
    },
  });
  // Another call may have been first: its receipt is the one that stands in the incident.
  return {
    incident: after,
    receipt: after.receipt?.name === link.name ? signed : await readIssued(parts, after.receipt!),
  };
}

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
  const admitted = new Map((await lanes.lanes(closedLanes)).map((lane) => [lane.lane, admittedOf(lane)]));
  return {
    program,
    incident,
    issuedAt: clock.now(),
    gates: paused.gates.map((closed) => ({ ...closed, lanes: countedLanes(closed, admitted) })),
  };
}

/** A resume was approved and begun: a report that is sent again, or a workflow that starts over, closes nothing anew. */
async function isOver({ gates }: CloseParts, { incident, concludedAt, resuming }: Incident): Promise<boolean> {
  if (concludedAt !== undefined) return true;
  return resuming !== undefined && !(await gates.collection.read()).holds.includes(incident);
}

function countedLanes({ gate, lanes }: GateClosed, admitted: ReadonlyMap<string, number>) {
  if (gate !== 'collection') return lanes;
  return lanes.map((lane) => ({ ...lane, admitted: admitted.get(lane.lane) ?? 0 }));
}
