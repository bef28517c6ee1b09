import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { establishLane } from '../gate/lane.ts';
import { memoryLeaseKeys } from '../lease/lease-keys.memory.ts';
import { memoryCheckpoints } from '../ledger/checkpoint-store.memory.ts';
import { memoryEvidence } from '../ledger/evidence.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import type { Entry } from '../ledger/ledger.ts';
import { memorySigner } from '../ledger/signer.memory.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { memoryRecords, rowKey } from '../reading/reading.memory.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { memoryClosures } from './closures.memory.ts';
import { memoryIncidents } from './incident.memory.ts';
import { memoryLanes } from './lanes.memory.ts';
import type { LaneCount } from './lanes.ts';
import type { ReportParts } from './report.ts';
import type { TaskParts } from './tasks.ts';
import { memoryWorkflow } from './workflow.memory.ts';

/** All of an incident in memory, for tests: two gates, one lane, one chain-wide ledger. */
export async function memoryIncidentSetup(disclosure: Disclosure = sampleDisclosure()) {
  const clock = { time: Date.UTC(2026, 10, 25, 12), now: () => clock.time };
  const ledger = memoryLedger();
  const gates = { collection: memoryGate(), reading: memoryGate() };
  const laneRows = new Map<string, LaneCount>();
  /** Lanes whose rows cannot be read. */
  const damagedLanes = new Set<string>();
  const rows = new Map<string, IndexRow>();
  const workflow = memoryWorkflow();
  const evidence = memoryEvidence(clock);
  const leases = memoryLeaseKeys();
  const checkpoints = memoryCheckpoints();
  const parts: ReportParts & TaskParts = {
    program: disclosure.program,
    disclosure,
    clock,
    ledger,
    gates,
    evidence,
    workflow,
    leases,
    checkpoints,
    signer: memorySigner(`sluice/${disclosure.program}`),
    lanes: memoryLanes(laneRows, damagedLanes),
    records: memoryRecords({ rows }, clock),
    store: memoryIncidents(ledger),
    closures: memoryClosures(),
    // No test is judged by the time that it takes.
    patience: 300_000,
  };
  const lane = 'stream/1/shardId-000000000000';
  await establishLane(gates.collection, lane, 1);
  laneRows.set(lane, { lane, state: 'open', epoch: 1, counters: { admitted: 7, stored: 70 } });
  /** What the table `Lanes` would show: state by the gate, counters as set. */
  const syncLanes = () => {
    const { state, epoch } = gates.collection.rows.get(lane)!;
    laneRows.set(lane, { ...laneRows.get(lane)!, state, ...(epoch !== undefined && { epoch }) });
  };
  return {
    clock,
    ledger,
    gates,
    lane,
    laneRows,
    damagedLanes,
    syncLanes,
    rows,
    putRow: (row: IndexRow) => rows.set(rowKey(row.subject, row.segment), row),
    workflow,
    evidence,
    leases,
    checkpoints,
    parts,
    entries: (): Promise<Entry[]> => wholeLedger(ledger),
  };
}
