import { Refused } from '../shared/errors.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { canonicalJson, FIRST_PREVIOUS, sha256 } from './entry.ts';
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
  try {
    const entry = JSON.parse(body);
    return canonicalJson(entry) === body ? Object(entry) : undefined;
  } catch {
    return undefined;
  }
}

/** A ledger as releases before 0.2.0 exported it: one object. Now it is lines (`ledger-file.ts`). */
export interface LedgerExport {
  format?: 'sluice-ledger/1';
  /** Signed note. */
  checkpoint?: string | undefined;
  chains: Record<string, StoredEntry[]>;
}

export interface LedgerVerdict {
  chains: ChainVerdict[];
  /** Absent when there is none, or none that is signed by the key. */
  checkpoint?: Checkpoint;
  /** Entries that came after the checkpoint: they hold together, and nobody has signed them yet. */
  unsigned: number;
  /** Content-free sentences, one per defect; empty: the ledger holds. */
  problems: string[];
}

export interface LedgerVerifier {
  /** The next entry of a chain; chains may come mixed. */
  add(chain: string, entry: StoredEntry): void;
  verdict(): LedgerVerdict;
}

/**
 * Verifies a ledger entry by entry, in constant memory: every link, and that the chains pass through the tips of the checkpoint. Without
 * a signed checkpoint a ledger never holds: whoever can leave out entries can leave out the proof as well.
 */
export function ledgerVerifier(note: string | undefined, spki: Uint8Array): LedgerVerifier {
  const { checkpoint, problem } = signedBy(note, spki);
  const signed = new Map((checkpoint?.chains ?? []).map((tip) => [tip.chain, tip]));
  const chains = new Map<string, ChainVerdict>();
  const others = new Set<string>();
  return {
    add(chain, entry) {
      const before: ChainVerdict = chains.get(chain) ?? startOf(chain);
      if (before.broken) return;
      const after = verifyChain(chain, [entry], before);
      chains.set(chain, after);
      const tip = signed.get(chain);
      if (tip && after.length === tip.length && after.hash !== tip.hash) others.add(chain);
    },
    verdict() {
      const verdicts = [...chains.values()];
      const problems = [
        ...verdicts.flatMap(({ chain, broken }) =>
          broken ? [`chain ${chain} is broken at entry ${broken.seq}: ${broken.link}`] : [],
        ),
        ...(problem === undefined ? [] : [problem]),
        ...[...signed.values()].flatMap(({ chain, length }) => {
          if ((chains.get(chain)?.length ?? 0) < length) {
            return [`chain ${chain} ends before entry ${length} of the checkpoint`];
          }
          return others.has(chain) ? [`chain ${chain} is not the one of the checkpoint at entry ${length}`] : [];
        }),
      ];
      const unsigned = verdicts.reduce(
        (sum, { chain, length }) => sum + Math.max(0, length - (signed.get(chain)?.length ?? 0)),
        0,
      );
      return { chains: verdicts, ...(checkpoint && { checkpoint }), unsigned, problems };
    },
  };
}

function signedBy(note: string | undefined, spki: Uint8Array): { checkpoint?: Checkpoint; problem?: string } {
  if (note === undefined) return { problem: 'not signed: there is no checkpoint in it' };
  try {
    return { checkpoint: openCheckpoint(note, spki) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: `checkpoint: ${error.reason}` };
  }
}

/** The same, of an export that is one object. */
export function verifyLedger({ checkpoint, chains }: LedgerExport, spki: Uint8Array): LedgerVerdict {
  const verifier = ledgerVerifier(checkpoint, spki);
  for (const [chain, entries] of Object.entries(chains)) for (const entry of entries) verifier.add(chain, entry);
  return verifier.verdict();
}

/** Whether the entry of a receipt stands in a chain that was verified. */
export function includes(receipt: EntryReceipt, entries: readonly StoredEntry[]): boolean {
  return entries[receipt.seq - 1]?.hash === receipt.hash;
}
