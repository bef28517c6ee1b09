import { FIRST_PREVIOUS, link } from './entry.ts';
import {
  CHAINS,
  type ChainTip,
  type EntryFacts,
  type EntryReceipt,
  type Ledger,
  type LedgerReader,
  type StoredEntry,
} from './ledger.ts';

export interface MemoryLedger extends Ledger, LedgerReader {
  /** Appends at once to one chain: for adapters that append in a step of their own. */
  appendTo(chain: string, facts: EntryFacts): EntryReceipt;
  /** Any chain, chosen as `append` does. */
  pick(): string;
}

export interface MemoryLedgerOptions {
  /** @default CHAINS */
  chains?: readonly string[];
  /** In [0, 1). @default Math.random */
  random?: () => number;
}

export function memoryLedger({ chains = CHAINS, random = Math.random }: MemoryLedgerOptions = {}): MemoryLedger {
  const stored = new Map<string, StoredEntry[]>(chains.map((chain) => [chain, []]));
  const entriesOf = (chain: string): StoredEntry[] => stored.get(chain) ?? [];
  const tipOf = (chain: string): ChainTip => {
    const entries = entriesOf(chain);
    return { chain, length: entries.length, hash: entries.at(-1)?.hash ?? FIRST_PREVIOUS };
  };
  const pick = (): string => chains[Math.floor(random() * chains.length)]!;
  const appendTo = (chain: string, facts: EntryFacts): EntryReceipt => {
    const { entry, stored: next } = link(tipOf(chain), facts);
    stored.set(chain, [...entriesOf(chain), next]);
    return { chain, seq: entry.seq, hash: entry.hash };
  };
  return {
    pick,
    appendTo,
    append: async (facts) => appendTo(pick(), facts),
    tips: async () => chains.map(tipOf),
    entries: async (chain, after = 0, limit) =>
      entriesOf(chain).slice(after, limit === undefined ? undefined : after + limit),
  };
}
