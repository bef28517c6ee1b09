import { memoryGate } from '../gate/gate.memory.ts';
import { establishLane } from '../gate/lane.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { NOW } from './reading.contract.ts';
import { memoryGrants, memoryReading, memoryRecords, type ReadingTables, rowKey } from './reading.memory.ts';

/** All of reading in memory, for tests. */
export function memoryReadingSetup() {
  const clock = { time: NOW, now: () => clock.time };
  const gate = memoryGate();
  const ledger = memoryLedger();
  const tables: ReadingTables = {
    rows: new Map(),
    subjects: new Map(),
    grants: new Map(),
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
    reading: memoryReading(tables, clock),
    grants: memoryGrants(tables),
    records: memoryRecords(tables, clock),
    putRow: async (row: Parameters<typeof tables.rows.set>[1]) => {
      tables.rows.set(rowKey(row.subject, row.segment), row);
    },
    putSubject: async (subject: string, row: Parameters<typeof tables.subjects.set>[1]) => {
      tables.subjects.set(subject, row);
    },
  };
}
