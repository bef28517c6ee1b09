import { parseCanonical } from '../shared/canonical-json.ts';
import { FIRST_PREVIOUS, sha256 } from './entry.ts';
import { CHECKPOINT_CHAIN, type ChainTip, type Entry, type EntryReceipt, type StoredEntry } from './ledger.ts';

/** Everything here is pure and needs no network: whoever has an export and the public key can run it. */

/** Why a chain does not hold, from the first entry at which it does not. */
export type BrokenLink =
  | 'hash' /* the entry's body is not what was hashed */
  | 'form' /* the body is not canonical JSON: two readers could see two entries */
  | 'sequence' /* an entry is missing, repeated or out of order */
  | 'chain' /* the entry belongs to another chain */
  | 'previous' /* the entry does not follow the one before it */
  | 'number' /* in the chain of checkpoints: the entry does not name the checkpoint of its own number */
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
  if (entry.previous !== tip.hash) return 'previous';
  return tip.chain === CHECKPOINT_CHAIN && !namesCheckpoint(entry) ? 'number' : undefined;
}

const namesCheckpoint = ({ kind, seq, detail }: Partial<Entry>): boolean =>
  kind === 'checkpoint' && detail?.number === seq && /^[0-9a-f]{64}$/.test(String(detail?.sha256));

/** Whatever cannot be read, or written again as it was, is no entry: no JSON, half a character, nested beyond all measure. */
function canonicalEntry(body: string): Partial<Entry> | undefined {
  const entry = parseCanonical(body);
  return entry === undefined ? undefined : Object(entry);
}

/** Whether the entry of a receipt stands in a chain that was verified. */
export function includes(receipt: EntryReceipt, entries: readonly StoredEntry[]): boolean {
  return entries[receipt.seq - 1]?.hash === receipt.hash;
}
