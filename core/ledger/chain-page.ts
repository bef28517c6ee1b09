import { thatFit } from '../shared/answer-size.ts';
import { type LedgerReader, PAGE, type StoredEntry } from './ledger.ts';
import { walk } from './walk.ts';

export interface ChainPage {
  entries: StoredEntry[];
  /** Number of the last entry of this page; absent on the last page. */
  next?: number;
}

/** Entries of a chain from `after` + 1 on, as they stand when it is asked. A page may be shorter than `limit`: it fits into one answer. */
export async function chainPage(ledger: LedgerReader, chain: string, after: number, limit = PAGE): Promise<ChainPage> {
  const { length } = await ledger.tip(chain);
  for await (const page of walk(ledger, chain, after, length)) {
    const entries = thatFit(page.slice(0, limit).map(({ body, hash }) => ({ body, hash })));
    const next = after + entries.length;
    return next < length ? { entries, next } : { entries };
  }
  return { entries: [] };
}
