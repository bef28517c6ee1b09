import { readableEntry } from './entry.ts';
import type { LedgerReader } from './ledger.ts';

/**
 * When a program began: nobody's record is older than the first entry, since enrolments are entries. Asked once it is known.
 * @returns a function that answers ms; 0 where it cannot be told, and now (by `now`) where nothing has happened
 */
export function beginningOf(ledger: Pick<LedgerReader, 'chains' | 'entry'>, now: () => number): () => Promise<number> {
  let known: number | undefined;
  return async () => {
    if (known !== undefined) return known;
    const firsts = await Promise.all(ledger.chains.map((chain) => ledger.entry(chain, 1)));
    const there = firsts.filter((one) => one !== undefined);
    // An empty ledger may have its first entry a moment later.
    if (there.length === 0) return now();
    known = Math.min(...there.map((one) => readableEntry(one)?.at ?? 0));
    return known;
  };
}
