import { readableEntry } from './entry.ts';
import type { ChainTip, LedgerReader } from './ledger.ts';

/**
 * Entries stand in the order in which they were appended, their times are those at which they were made: an append that was repeated
 * under contention, and clocks of several hosts, put them apart by seconds.
 */
const SLACK = 600_000;

/**
 * Number of an entry before which no entry is of `at` or later: found by halving, in about twenty looks at a million entries.
 * `tip.length + 1` when there is none.
 */
export async function firstSince(ledger: LedgerReader, tip: ChainTip, at: number): Promise<number> {
  let low = 1;
  let high = tip.length + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const time = readableEntry(await ledger.entry(tip.chain, middle))?.at;
    // One that is gone, or no entry, may be of any time: the walk begins before it.
    if (time === undefined || time >= at - SLACK) high = middle;
    else low = middle + 1;
  }
  return low;
}
