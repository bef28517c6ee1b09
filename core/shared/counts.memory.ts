import type { Counts } from './counts.ts';

export interface MemoryCounts extends Counts {
  /** The same, at once: for adapters that count in a step of their own. */
  addNow(who: string, span: number, most?: number, by?: number): number;
}

export function memoryCounts(): MemoryCounts {
  const rows = new Map<string, { span: number; count: number }>();
  const addNow = (who: string, span: number, most = Number.POSITIVE_INFINITY, by = 1): number => {
    const row = rows.get(who);
    const goesOn = row !== undefined && row.span >= span;
    const count = goesOn ? row.count + by : by;
    if (count <= most) rows.set(who, { span: goesOn ? row.span : span, count });
    return count;
  };
  return { addNow, add: async (who, span, most) => addNow(who, span, most) };
}
