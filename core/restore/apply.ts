import type { Copies } from './copies.ts';
import { type Correcting, corrected, keyOf } from './correct.ts';
import { alike, type Row } from './row.ts';

/** How many rows of the copy of then. */
export interface Applied {
  seen: number;
  /** Stood as they have to. */
  kept: number;
  changed: number;
  /** Were in the copy of now alone. */
  added: number;
  deleted: number;
}

/**
 * Makes the copy of then what may take the table's place. Called again it finds nothing to do.
 * @param dryRun says what it would do
 * @param progress rows that were seen so far
 */
export async function correctCopy(
  copies: Copies,
  how: Correcting,
  { dryRun, progress = () => {} }: { dryRun: boolean; progress?: (seen: number) => void },
): Promise<Applied> {
  const done: Applied = { seen: 0, kept: 0, changed: 0, added: 0, deleted: 0 };
  const settle = async (old: Row | undefined, now: Row | undefined) => {
    const row = corrected(copies.table, { old, now }, how);
    if (alike(row, old)) {
      if (old) done.kept += 1;
      return;
    }
    if (!dryRun) await copies.write(row, old);
    done[row ? (old ? 'changed' : 'added') : 'deleted'] += 1;
  };
  const keyed = (rows: readonly Row[]) => new Map(rows.map((row) => [keyOf(copies.table, row), row]));

  for await (const page of copies.pages('old')) {
    const now = keyed(await copies.find('now', page));
    for (const row of page) await settle(row, now.get(keyOf(copies.table, row)));
    done.seen += page.length;
    progress(done.seen);
  }
  // What the pass above changed or deleted is no longer missing, and a row that it deleted stays so: the rule says the same again.
  for await (const page of copies.pages('now')) {
    const old = keyed(await copies.find('old', page));
    const missing = page.filter((row) => !old.has(keyOf(copies.table, row)));
    for (const row of missing) await settle(undefined, row);
    done.seen += missing.length;
    progress(done.seen);
  }
  return done;
}
