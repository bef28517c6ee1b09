import { parseEntry } from './entry.ts';
import type { Entry, LedgerReader, StoredEntry } from './ledger.ts';

/**
 * Entries `after` + 1 to `upTo` of a chain, page by page, in order and without gaps. `upTo` comes from the chain's tip, so that each of
 * them was committed: one that a page does not show is looked at by itself, and only one that this look does not find either is gone.
 * The walk then ends before it, and whoever counts sees that.
 */
export async function* walk(
  ledger: LedgerReader,
  chain: string,
  after: number,
  upTo: number,
): AsyncGenerator<StoredEntry[]> {
  for (let at = after; at < upTo; ) {
    const page = await contiguous(ledger, chain, at, upTo);
    if (page.entries.length > 0) yield page.entries;
    if (page.gone) return;
    at += page.entries.length;
  }
}

async function contiguous(
  ledger: LedgerReader,
  chain: string,
  after: number,
  upTo: number,
): Promise<{ entries: StoredEntry[]; gone: boolean }> {
  const page = await ledger.page(chain, after);
  const whole = page.every(({ seq }, at) => seq === after + 1 + at);
  if (whole && page.length > 0) return { entries: page.slice(0, upTo - after), gone: false };
  const shown = new Map(page.map((entry) => [entry.seq, entry]));
  const last = Math.min(upTo, Math.max(after + 1, ...shown.keys()));
  const entries: StoredEntry[] = [];
  for (let seq = after + 1; seq <= last; seq++) {
    const entry = shown.get(seq) ?? (await ledger.entry(chain, seq));
    if (!entry) return { entries, gone: true };
    entries.push(entry);
  }
  return { entries, gone: false };
}

/** A whole chain at once: for tests and small ledgers, where memory does not matter. */
export async function wholeChain(ledger: LedgerReader, chain: string): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for await (const page of walk(ledger, chain, 0, (await ledger.tip(chain)).length)) {
    for (const { body, hash } of page) all.push({ body, hash });
  }
  return all;
}

/** Every entry of a small ledger, chain after chain. */
export const wholeLedger = async (ledger: LedgerReader): Promise<Entry[]> =>
  (await Promise.all(ledger.chains.map((chain) => wholeChain(ledger, chain)))).flat().map(parseEntry);
