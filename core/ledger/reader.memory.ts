import { FIRST_PREVIOUS } from './entry.ts';
import { type ChainAppender, type LedgerReader, PAGE, type StoredEntry } from './ledger.ts';

/** A ledger as somebody left it, whatever is in it. It takes no entry: a chain is never where a caller saw it. */
export function readerOf(chains: Readonly<Record<string, readonly StoredEntry[]>>): LedgerReader & ChainAppender {
  const of = (chain: string) => chains[chain] ?? [];
  return {
    chains: Object.keys(chains),
    appendAt: async () => undefined,
    tip: async (chain) => ({ chain, length: of(chain).length, hash: of(chain).at(-1)?.hash ?? FIRST_PREVIOUS }),
    entry: async (chain, seq) => of(chain)[seq - 1],
    page: async (chain, after, limit = PAGE) =>
      of(chain)
        .slice(after, after + limit)
        .map((entry, index) => ({ ...entry, seq: after + index + 1 })),
  };
}

/** The same, where a page does not show yet what a single look shows: a Query of DynamoDB is read-committed, item by item. */
export const lagging = <L extends LedgerReader>(ledger: L, hides: (chain: string, seq: number) => boolean): L => ({
  ...ledger,
  page: async (chain, after, limit) => (await ledger.page(chain, after, limit)).filter(({ seq }) => !hides(chain, seq)),
});
