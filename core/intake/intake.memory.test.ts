import { intakeContract } from './intake.contract.ts';
import { intakeTables, memoryIntake } from './intake.memory.ts';

intakeContract('in memory', async () => {
  const tables = intakeTables();
  return {
    intake: memoryIntake({ tables }),
    putLane: async (lane, row) => void tables.lanes.set(lane, row),
    putSubject: async (row) => void tables.subjects.set(row.subject, row),
    counters: async (lane) => tables.lanes.get(lane)?.counters ?? {},
    segments: async (subject) => [...tables.index.values()].filter((row) => row.subject === subject),
  };
});
