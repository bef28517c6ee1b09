import { Refused, SluiceError } from '../shared/errors.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { canonicalJson, FIRST_PREVIOUS, sha256 } from './entry.ts';
import type { ChainTip, Entry, EntryReceipt, StoredEntry } from './ledger.ts';

/** Everything here is pure and needs no network: whoever has an export and the public key can run it. */

/** Why a chain does not hold, from the first entry at which it does not. */
export type BrokenLink =
  | 'hash' /* the entry's body is not what was hashed */
  | 'form' /* the body is not canonical JSON: two readers could see two entries */
  | 'sequence' /* an entry is missing, repeated or out of order */
  | 'chain' /* the entry belongs to another chain */
  | 'previous' /* the entry does not follow the one before it */
  | 'signed' /* the entry is not the one that a checkpoint signed */
  | 'tip'; /* the head of the chain tells of another entry */

export interface ChainVerdict extends ChainTip {
  /** Where the chain is broken; `length` and `hash` then tell how far it holds. */
  broken?: { seq: number; link: BrokenLink };
}

export const startOf = (chain: string): ChainTip => ({ chain, length: 0, hash: FIRST_PREVIOUS });

/**
 * Walks a chain from its first entry, or from a tip that was verified before.
 * @param entries in order of `seq`
 */
export function verifyChain(chain: string, entries: Iterable<StoredEntry>, from?: ChainTip): ChainVerdict {
  let tip: ChainTip = from ?? startOf(chain);
  for (const stored of entries) {
    const link = follow(tip, stored);
    if (link) return { ...tip, broken: { seq: tip.length + 1, link } };
    tip = { chain, length: tip.length + 1, hash: stored.hash };
  }
  return tip;
}

/** What is wrong with an entry as the next one after a tip. */
function follow(tip: ChainTip, { body, hash }: StoredEntry): BrokenLink | undefined {
  if (sha256(body) !== hash) return 'hash';
  const entry = canonicalEntry(body);
  if (!entry) return 'form';
  if (entry.seq !== tip.length + 1) return 'sequence';
  if (entry.chain !== tip.chain) return 'chain';
  return entry.previous === tip.hash ? undefined : 'previous';
}

function canonicalEntry(body: string): Partial<Entry> | undefined {
  try {
    const entry = JSON.parse(body);
    return canonicalJson(entry) === body ? Object(entry) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof SluiceError) return undefined;
    throw error;
  }
}

/** A ledger as people keep it: the file that `sluice ledger export` writes. */
export interface LedgerExport {
  format: 'sluice-ledger/1';
  /** Signed note. */
  checkpoint?: string;
  chains: Record<string, StoredEntry[]>;
}

export interface LedgerVerdict {
  chains: ChainVerdict[];
  /** Absent when the export holds none. */
  checkpoint?: Checkpoint;
  /** Content-free sentences, one per defect; empty: the ledger holds. */
  problems: string[];
}

/** Verifies all chains, and that the checkpoint's tips lie on them. */
export function verifyLedger(ledger: LedgerExport, spki: Uint8Array): LedgerVerdict {
  const chains = Object.entries(ledger.chains).map(([chain, entries]) => verifyChain(chain, entries));
  const problems = chains.flatMap(({ chain, broken }) =>
    broken ? [`chain ${chain} is broken at entry ${broken.seq}: ${broken.link}`] : [],
  );
  if (ledger.checkpoint === undefined) return { chains, problems };
  try {
    const checkpoint = openCheckpoint(ledger.checkpoint, spki);
    problems.push(...coversCheckpoint(checkpoint, ledger.chains));
    return { chains, checkpoint, problems };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { chains, problems: [...problems, `checkpoint: ${error.reason}`] };
  }
}

/**
 * Whether chains pass through the tips of a checkpoint: what a witness asks of the next export. Says nothing about the
 * links between the entries (`verifyChain`).
 */
export function coversCheckpoint(checkpoint: Checkpoint, chains: Readonly<Record<string, StoredEntry[]>>): string[] {
  return checkpoint.chains.flatMap(({ chain, length, hash }) => {
    if (length === 0) return [];
    const entry = chains[chain]?.[length - 1];
    if (!entry) return [`chain ${chain} ends before entry ${length} of the checkpoint`];
    return entry.hash === hash ? [] : [`chain ${chain} is not the one of the checkpoint at entry ${length}`];
  });
}

/** Whether the entry of a receipt stands in a chain that was verified. */
export function includes(receipt: EntryReceipt, entries: readonly StoredEntry[]): boolean {
  return entries[receipt.seq - 1]?.hash === receipt.hash;
}
