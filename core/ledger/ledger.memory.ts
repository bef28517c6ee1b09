import { FIRST_PREVIOUS, link } from './entry.ts';
import {
  CHAINS,
  type ChainAppender,
  type ChainTip,
  type EntryFacts,
  type EntryKind,
  type EntryReceipt,
  type Ledger,
  type LedgerReader,
  PAGE,
  pickChain,
  type StoredEntry,
} from './ledger.ts';

export interface MemoryLedger extends Ledger, LedgerReader, ChainAppender {
  /** Appends at once to one chain: for adapters that append in a step of their own. */
  appendTo(chain: string, facts: EntryFacts): EntryReceipt;
  /** A chain, chosen as `append` does. */
  pick(kind: EntryKind): string;
}

export interface MemoryLedgerOptions {
  /** All entries go there. @default each kind to its own */
  chains?: readonly string[];
  /** In [0, 1). @default Math.random */
  random?: () => number;
}

export function memoryLedger({ chains: only, random = Math.random }: MemoryLedgerOptions = {}): MemoryLedger {
  const chains = only ?? CHAINS;
  const stored = new Map<string, StoredEntry[]>(chains.map((chain) => [chain, []]));
  const entriesOf = (chain: string): StoredEntry[] => stored.get(chain) ?? [];
  const tipOf = (chain: string): ChainTip => {
    const entries = entriesOf(chain);
    return { chain, length: entries.length, hash: entries.at(-1)?.hash ?? FIRST_PREVIOUS };
  };
  const pick = (kind: EntryKind): string => pickChain(kind, random, only);
  const appendTo = (chain: string, facts: EntryFacts): EntryReceipt => {
    const { entry, stored: next } = link(tipOf(chain), facts);
    if (!stored.has(chain)) stored.set(chain, []);
    stored.get(chain)!.push(next);
    return { chain, seq: entry.seq, hash: entry.hash };
  };
  return {
    pick,
    appendTo,
    append: async (facts) => appendTo(pick(facts.kind), facts),
    appendAt: async (tip, facts) => {
      const { length, hash } = tipOf(tip.chain);
      return length === tip.length && hash === tip.hash ? appendTo(tip.chain, facts) : undefined;
    },
    chains,
    tip: async (chain) => tipOf(chain),
    entry: async (chain, seq) => entriesOf(chain)[seq - 1],
    page: async (chain, after, limit = PAGE) =>
      entriesOf(chain)
        .slice(after, after + limit)
        .map((entry, index) => ({ ...entry, seq: after + index + 1 })),
  };
}
