import { memoryAccessLog } from '../../../core/access-log/access-log.memory.ts';
import type { AccessLog } from '../../../core/access-log/access-log.ts';
import { memorySnapshots } from '../../../core/exposure/collect/snapshots.memory.ts';
import type { Snapshots } from '../../../core/exposure/collect/snapshots.ts';
import { keepInventory } from '../../../test/fixtures/inventory.ts';
import { type Act, recordsOf, type Victim, wholeCover } from './acts.ts';
import type { Plan, StageName } from './plan.ts';
import { programRows, rowsOf } from './rows.ts';

/** Where the plan is carried out, and what is left of it for who looks into it. */
export interface World {
  account: string;
  region: string;
  snapshots: Snapshots;
  log: AccessLog;
  /** Of the program's own roles those that have no business with what was derived. */
  roles: readonly string[];
  /** Who moved the doors, where a log tells. */
  movers(plan: Plan): string[];
  /** The program is there, and one segment in it. */
  begin(plan: Plan, victim: Victim): Promise<void>;
  /** Everything is made as the plan has it at a stage, and an inventory taken. @param day ms, as which it is kept */
  inventory(plan: Plan, stage: StageName, day: number): Promise<void>;
  look(plan: Plan, acts: readonly Act[]): Promise<void>;
}

/** Rows of inventories and records of a log, as the collector and a trail would have written them. */
export function rowsWorld(): World {
  const account = '111122223333';
  const snapshots = memorySnapshots();
  const records: Parameters<typeof memoryAccessLog>[0][number][] = [];
  return {
    ...{ account, region: 'eu-central-1', snapshots, roles: ['control'] },
    get log() {
      return memoryAccessLog(records, wholeCover(0, Date.now() + 86_400_000));
    },
    movers: () => [],
    begin: async () => {},
    inventory: (plan, stage, day) =>
      keepInventory(snapshots, day, { account, rows: [...programRows(plan), ...rowsOf(plan, stage)] }),
    async look(plan, acts) {
      records.push(...recordsOf(plan, acts, Date.now() - 3_600_000));
    },
  };
}
