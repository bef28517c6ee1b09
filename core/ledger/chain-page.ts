import { thatFit } from '../shared/answer-size.ts';
import { readableEntry } from './entry.ts';
import { type Entry, type LedgerReader, PAGE, type ShownEntry, type StoredEntry } from './ledger.ts';
import type { LedgerTexts } from './texts.ts';
import { walk } from './walk.ts';

export interface ChainPage {
  entries: ShownEntry[];
  /** Number of the last entry of this page; absent on the last page. */
  next?: number;
}

/**
 * Entries of a chain from `after` + 1 on, as they stand when it is asked, with what stands beside them as it is: whoever verifies compares
 * both. A page may be shorter than `limit`: it fits into one answer.
 */
export async function chainPage(
  { ledger, texts }: { ledger: LedgerReader; texts: Pick<LedgerTexts, 'of'> },
  chain: string,
  after: number,
  limit = PAGE,
): Promise<ChainPage> {
  const { length } = await ledger.tip(chain);
  for await (const page of walk(ledger, chain, after, length)) {
    const entries = thatFit(await withOpenings(texts, page.slice(0, limit)));
    const next = after + entries.length;
    return next < length ? { entries, next } : { entries };
  }
  return { entries: [] };
}

async function withOpenings(texts: Pick<LedgerTexts, 'of'>, page: readonly StoredEntry[]): Promise<ShownEntry[]> {
  const entries = page.map((stored) => readableEntry(stored) ?? {});
  const openings = await texts.of(entries);
  return page.map(({ body, hash }, at) => {
    const opening = openings.get((entries[at] as Partial<Entry>).commitment ?? '');
    return { body, hash, ...(opening && { opening }) };
  });
}
