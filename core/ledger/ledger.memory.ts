import { committed, EVERYBODY } from './commitment.ts';
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
  type Opening,
  PAGE,
  pickChain,
  type StoredEntry,
} from './ledger.ts';
import type { LedgerTexts } from './texts.ts';

export interface MemoryLedger extends Ledger, LedgerReader, ChainAppender {
  /** Appends at once to one chain: for adapters that append in a step of their own. */
  appendTo(chain: string, facts: EntryFacts): EntryReceipt;
  /** A chain, chosen as `append` does. */
  pick(kind: EntryKind): string;
  texts: LedgerTexts;
}

interface MemoryText extends Opening {
  /** ms. */
  at: number;
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
  /** By whom they are about, then by commitment. */
  const texts = new Map<string, Map<string, MemoryText>>();
  const entriesOf = (chain: string): StoredEntry[] => stored.get(chain) ?? [];
  const tipOf = (chain: string): ChainTip => {
    const entries = entriesOf(chain);
    return { chain, length: entries.length, hash: entries.at(-1)?.hash ?? FIRST_PREVIOUS };
  };
  const pick = (kind: EntryKind): string => pickChain(kind, random, only);
  const appendTo = (chain: string, facts: EntryFacts): EntryReceipt => {
    const { facts: linked, opening } = committed(facts);
    const { entry, stored: next } = link(tipOf(chain), linked);
    if (!stored.has(chain)) stored.set(chain, []);
    stored.get(chain)!.push(next);
    if (opening) {
      const about = linked.subject ?? EVERYBODY;
      texts.set(about, (texts.get(about) ?? new Map()).set(linked.commitment, { ...opening, at: linked.at }));
    }
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
    texts: memoryTexts(texts),
    chains,
    tip: async (chain) => tipOf(chain),
    entry: async (chain, seq) => entriesOf(chain)[seq - 1],
    page: async (chain, after, limit = PAGE) =>
      entriesOf(chain)
        .slice(after, after + limit)
        .map((entry, index) => ({ ...entry, seq: after + index + 1 })),
  };
}

function memoryTexts(texts: Map<string, Map<string, MemoryText>>): LedgerTexts {
  const about = (subject = EVERYBODY): Map<string, MemoryText> => texts.get(subject) ?? new Map();
  return {
    of: async (entries) =>
      new Map(
        entries.flatMap(({ subject, commitment = '' }) => {
          const found = about(subject).get(commitment);
          return found ? [[commitment, { salt: found.salt, text: found.text }] as const] : [];
        }),
      ),
    async erase(subject, before = Number.POSITIVE_INFINITY) {
      for (const [commitment, { at }] of about(subject)) if (at < before) about(subject).delete(commitment);
    },
  };
}
