import { Refused, SluiceError } from '../shared/errors.ts';
import { auditCheckpoints, auditSlice } from './audit.ts';
import { checkpointFacts, openCheckpoint, signCheckpoint } from './checkpoint.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { FIRST_PREVIOUS } from './entry.ts';
import { type SignedPast, signedPast } from './last-checkpoint.ts';
import { CHECKPOINT_CHAIN, type ChainAppender, type ChainTip, type LedgerReader, type Signer } from './ledger.ts';
import { readPublicKey } from './note.ts';
import { type ChainWalk, verifyLive } from './verify-live.ts';

export interface CheckpointParts extends SignedPast {
  ledger: LedgerReader & ChainAppender;
  checkpoints: CheckpointStore;
  signer: Signer;
}

export interface Issued {
  note: string;
  number: number;
  tips: ChainTip[];
}

/** The ledger no longer continues what was signed before: somebody rewrote it. */
export class LedgerRewritten extends SluiceError {}
/** What was signed before is gone, or is not what the ledger names: nothing tells whether the ledger continues it. */
export class CheckpointMissing extends LedgerRewritten {}

/** Runs that meet each other: the schedule's, one that it repeats, one by hand. */
const TRIES = 3;

/**
 * Signs where the chains stand, after walking from the last checkpoint to here: what does not continue a signed checkpoint is never
 * signed, nor is anything when a slice of the past does not hold. The note is kept under its number first, which one run alone can
 * take, and then named in the chain of checkpoints; a run that ended in between is finished by the next.
 * @throws LedgerRewritten, CheckpointMissing
 */
export async function issueCheckpoint(parts: CheckpointParts): Promise<Issued> {
  for (let tries = 0; tries < TRIES; tries++) {
    const issued = await attempt(parts);
    if (issued) return issued;
  }
  throw new SluiceError('other runs sign at the same time');
}

/** Nothing: another run was at it, or had to be finished. */
async function attempt(parts: CheckpointParts): Promise<Issued | undefined> {
  const { ledger, checkpoints, signer, clock } = parts;
  const { log, last, unnamed } = await asRewritten(() => signedPast(parts));
  const walks = await verifyLive(ledger, last);
  const audited = last ? await auditSlice(ledger, last, clock.now()) : [];
  await asRewritten(() => auditCheckpoints(parts, log.length, clock.now()));
  const broken = firstBroken([...walks, ...audited]);
  if (broken.length > 0) throw new LedgerRewritten(broken.join('; '));
  if (last && unnamed) {
    await ledger.appendAt(log, checkpointFacts(last));
    return undefined;
  }
  const tips = walks.map(({ chain, length, hash }): ChainTip => ({ chain, length, hash }));
  if (tips.some(({ chain, length }) => chain === CHECKPOINT_CHAIN && length !== log.length)) return undefined;
  const number = log.length + 1;
  const note = await signCheckpoint(signer, tips, clock.now(), { number, previous: last?.hash ?? FIRST_PREVIOUS });
  if (!(await checkpoints.keep(note, number))) return undefined;
  await ledger.appendAt(log, checkpointFacts(openCheckpoint(note, readPublicKey(await signer.publicKey()))));
  return { note, number, tips };
}

/** A sentence a chain, about the earliest place: a walk from what was signed sees only that it no longer gets there. */
function firstBroken(walks: readonly ChainWalk[]): string[] {
  const first = new Map<string, string>();
  const found = walks.flatMap(({ chain, broken }) => (broken ? [{ chain, ...broken }] : []));
  for (const { chain, seq, link } of found.sort((a, b) => a.seq - b.seq)) {
    if (!first.has(chain)) first.set(chain, `chain ${chain} is broken at entry ${seq}: ${link}`);
  }
  return [...first.values()];
}

/** What is wrong with what was signed before, as what this function throws. */
async function asRewritten<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (cause) {
    // A row that its own store cannot read says nothing about what was signed.
    if (!(cause instanceof Refused) || cause.reason === 'damaged') throw cause;
    const Named = cause.reason === 'checkpoint-missing' ? CheckpointMissing : LedgerRewritten;
    throw new Named(`what was signed before does not verify: ${cause.reason} (${cause.message})`, { cause });
  }
}
