import type { Clock } from '../shared/clock.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { auditSlice } from './audit.ts';
import { type Checkpoint, signCheckpoint } from './checkpoint.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { lastCheckpoint } from './last-checkpoint.ts';
import type { ChainTip, LedgerReader, Signer } from './ledger.ts';
import { verifyLive } from './verify-live.ts';

export interface CheckpointParts {
  ledger: LedgerReader;
  checkpoints: CheckpointStore;
  signer: Signer;
  clock: Clock;
}

/** The ledger no longer continues what was signed before: somebody rewrote it. */
export class LedgerRewritten extends SluiceError {}

/**
 * Signs where the chains stand, after walking from the last checkpoint to here: what does not continue a signed
 * checkpoint is never signed, nor is anything when a slice of the past does not hold.
 * @throws LedgerRewritten
 */
export async function issueCheckpoint(parts: CheckpointParts): Promise<{ note: string; tips: ChainTip[] }> {
  const { ledger, checkpoints, signer, clock } = parts;
  const before = await previous(parts);
  const walks = await verifyLive(ledger, before);
  const audited = before ? await auditSlice(ledger, before, clock.now()) : [];
  for (const { chain, broken } of [...walks, ...audited]) {
    if (broken) throw new LedgerRewritten(`chain ${chain} is broken at entry ${broken.seq}: ${broken.link}`);
  }
  const tips = walks.map(({ chain, length, hash }): ChainTip => ({ chain, length, hash }));
  const at = clock.now();
  const note = await signCheckpoint(signer, tips, at);
  await checkpoints.keep(note, at);
  return { note, tips };
}

async function previous(parts: CheckpointParts): Promise<Checkpoint | undefined> {
  try {
    return await lastCheckpoint(parts);
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    throw new LedgerRewritten(`the last checkpoint does not verify: ${cause.reason}`, { cause });
  }
}
