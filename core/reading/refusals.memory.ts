import type { RefusalCount } from './refusals.ts';

export function memoryRefusals(): RefusalCount {
  const rows = new Map<string, { hour: number; count: number }>();
  return {
    async add(actor, hour) {
      const row = rows.get(actor);
      const count = row?.hour === hour ? row.count + 1 : 1;
      rows.set(actor, { hour, count });
      return count;
    },
  };
}
