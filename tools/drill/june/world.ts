import { memoryAccessLog } from '../../../core/access-log/access-log.memory.ts';
import type { AccessLog } from '../../../core/access-log/access-log.ts';
import { memorySnapshots } from '../../../core/exposure/collect/snapshots.memory.ts';
import type { Snapshots } from '../../../core/exposure/collect/snapshots.ts';
import { keepInventory } from '../../../test/fixtures/inventory.ts';
import { type Act, recordsOf, wholeCover } from './acts.ts';
import type { Plan } from './plan.ts';
import { programRows, rowsOf } from './rows.ts';

export type StageName = 'before' | 'open' | 'patched';

/** Where the plan is carried out, and what is left of it for who looks into it. */
export interface World {
  account: string;
  region: string;
  snapshots: Snapshots;
  log: AccessLog;
  /** Keeps the inventory of a moment. @param begun ms */
  inventory(plan: Plan, stage: StageName, begun: number): Promise<void>;
  look(plan: Plan, acts: readonly Act[]): Promise<void>;
}

/** Rows of inventories and records of a log, as the collector and a trail would have written them. */
export function rowsWorld(): World {
  const account = '111122223333';
  const snapshots = memorySnapshots();
  const records: Parameters<typeof memoryAccessLog>[0][number][] = [];
  return {
    ...{ account, region: 'eu-central-1', snapshots },
    get log() {
      return memoryAccessLog(records, wholeCover(0, Date.now() + 86_400_000));
    },
    inventory: (plan, stage, begun) =>
      keepInventory(snapshots, begun, { account, rows: [...programRows(plan), ...rowsOf(plan, stage)] }),
    async look(plan, acts) {
      records.push(...recordsOf(plan, acts, Date.now() - 3_600_000));
    },
  };
}
