import { SluiceError } from '../shared/errors.ts';
import type { Copies, Which } from './copies.ts';
import { keyOf } from './correct.ts';
import { alike, type Row } from './row.ts';
import type { TableName } from './tables.ts';

export interface MemoryCopies extends Copies {
  rows(which: Which): Row[];
}

/** @param pageSize rows a page */
export function memoryCopies(
  table: TableName,
  given: Readonly<Record<Which, readonly Row[]>>,
  pageSize = 2,
): MemoryCopies {
  const keyed = (rows: readonly Row[]) => new Map(rows.map((row) => [keyOf(table, row), row]));
  const copies = { old: keyed(given.old), now: keyed(given.now) };
  return {
    table,
    rows: (which) => [...copies[which].values()],
    async *pages(which) {
      const rows = [...copies[which].values()];
      for (let at = 0; at < rows.length; at += pageSize) yield rows.slice(at, at + pageSize);
    },
    find: async (which, rows) =>
      rows.flatMap((row) => {
        const found = copies[which].get(keyOf(table, row));
        return found ? [found] : [];
      }),
    async write(row, seen) {
      const key = keyOf(table, (row ?? seen)!);
      if (!alike(copies.old.get(key), seen)) throw new SluiceError('the copy is being changed by somebody else');
      if (row) copies.old.set(key, row);
      else copies.old.delete(key);
    },
  };
}
