import type { Checkpoint } from './checkpoint.ts';
import { sha256 } from './entry.ts';
import { firstSince } from './first-since.ts';
import { type ChainTip, type LedgerReader, type StoredEntry, tipsOf } from './ledger.ts';
import { type ChainVerdict, startOf, verifyChain } from './verify.ts';
import { walk } from './walk.ts';

/** A chain from a tip that was verified before to where it stands now. */
export interface ChainWalk extends ChainVerdict {
  /** Number of the entry after which the walk began. */
  from: number;
}

export interface WalkOptions {
  /** Sees every page, of a chain that turns out to be broken too, up to an entry that is gone. */
  visit?: (entries: readonly StoredEntry[], chain: string) => void | Promise<void>;
  /** ms; walks from the first entry of then on, where that is before the checkpoint. */
  since?: number;
}

/**
 * All chains up to where they stand, each from its tip in the checkpoint on (from the beginning where there is none), page by page, in
 * constant memory.
 */
export async function verifyLive(
  ledger: LedgerReader,
  checkpoint: Checkpoint | undefined,
  options: WalkOptions = {},
): Promise<ChainWalk[]> {
  const signed = new Map((checkpoint?.chains ?? []).map((tip) => [tip.chain, tip]));
  const own = await tipsOf(ledger);
  // A chain that another release wrote to is walked too.
  const others = [...signed.keys()].filter((chain) => !ledger.chains.includes(chain));
  const tips = [...own, ...(await Promise.all(others.map((chain) => ledger.tip(chain))))];
  return Promise.all(
    tips.map((tip) => verifyThrough(ledger, tip, signed.get(tip.chain) ?? startOf(tip.chain), options)),
  );
}

/** Through the tip that was signed. What lies before it is held by its hash, so that a walk may begin there at any entry. */
async function verifyThrough(
  ledger: LedgerReader,
  tip: ChainTip,
  signed: ChainTip,
  { visit, since }: WalkOptions,
): Promise<ChainWalk> {
  const earlier = since === undefined ? undefined : await tipBefore(ledger, tip, since);
  if (!earlier || earlier.length >= signed.length) return verifyUpTo(ledger, tip, signed, visit);
  const past = await verifyUpTo(ledger, signed, earlier, visit);
  const rest = await verifyUpTo(ledger, tip, signed, visit);
  return { ...(past.broken ? past : rest), from: earlier.length };
}

async function tipBefore(ledger: LedgerReader, tip: ChainTip, since: number): Promise<ChainTip | undefined> {
  const length = (await firstSince(ledger, tip, since)) - 1;
  const entry = length === 0 ? undefined : await ledger.entry(tip.chain, length);
  return entry ? { chain: tip.chain, length, hash: entry.hash } : startOf(tip.chain);
}

/** A chain up to its tip, from one that somebody verified and signed. */
export async function verifyUpTo(
  ledger: LedgerReader,
  tip: ChainTip,
  from: ChainTip,
  visit?: WalkOptions['visit'],
): Promise<ChainWalk> {
  let verdict = await passesThrough(ledger, from);
  for await (const page of walk(ledger, tip.chain, from.length, tip.length)) {
    if (!verdict.broken) verdict = verifyChain(tip.chain, page, verdict);
    await visit?.(page, tip.chain);
  }
  return { ...(verdict.broken ? verdict : reaches(verdict, tip)), from: from.length };
}

/** Whether the entry that was signed is still the one that stands there. */
async function passesThrough(ledger: LedgerReader, from: ChainTip): Promise<ChainVerdict> {
  if (from.length === 0) return from;
  const entry = await ledger.entry(from.chain, from.length);
  if (entry?.hash === from.hash && sha256(entry.body) === entry.hash) return from;
  return { ...from, broken: { seq: from.length, link: 'signed' } };
}

function reaches(verdict: ChainVerdict, tip: ChainTip): ChainVerdict {
  if (verdict.length !== tip.length) {
    return { ...verdict, broken: { seq: Math.min(verdict.length, tip.length) + 1, link: 'sequence' } };
  }
  return verdict.hash === tip.hash ? verdict : { ...verdict, broken: { seq: verdict.length, link: 'tip' } };
}
