import { sampleDisclosure } from '../disclosure/sample.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { establishLane } from '../gate/lane.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { KEY_ID, NOW } from './reading.contract.ts';
import { memoryGrants, memoryReading, memoryRecords, type ReadingTables, rowKey } from './reading.memory.ts';
import { memoryRefusals } from './refusals.memory.ts';

const RULES = sampleDisclosure();

/** All of reading in memory, for tests. */
export function memoryReadingSetup() {
  const clock = { time: NOW, now: () => clock.time };
  const gate = memoryGate();
  const ledger = memoryLedger();
  const keys = new Map([[KEY_ID, true]]);
  const tables: ReadingTables = {
    rows: new Map(),
    subjects: new Map(),
    grants: new Map(),
    keys,
    ledger,
    isOpen: (chain) => gate.rows.get(chain)?.state === 'open',
    openChain: async (chain) => {
      const { state, epoch } = await gate.read();
      return state === 'open' && establishLane(gate, chain, epoch);
    },
  };
  return {
    clock,
    gate,
    ledger,
    tables,
    reading: memoryReading(tables, clock, RULES),
    refusals: memoryRefusals(),
    grants: memoryGrants(tables),
    records: memoryRecords(tables, clock),
    putRow: async (row: Parameters<typeof tables.rows.set>[1]) => {
      tables.rows.set(rowKey(row.subject, row.segment), row);
    },
    putKey: async (keyId: string, there = true) => {
      if (there) keys.set(keyId, true);
      else keys.delete(keyId);
    },
    putSubject: async (subject: string, row: Parameters<typeof tables.subjects.set>[1]) => {
      tables.subjects.set(subject, row);
    },
  };
}
