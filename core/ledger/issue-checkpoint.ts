import type { Clock } from '../shared/clock.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { ChainTip, LedgerReader, Signer } from './ledger.ts';
import { readPublicKey } from './note.ts';
import { verifyChain } from './verify.ts';

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
 * checkpoint is never signed.
 * @throws LedgerRewritten
 */
export async function issueCheckpoint(parts: CheckpointParts): Promise<{ note: string; tips: ChainTip[] }> {
  const { ledger, checkpoints, signer, clock } = parts;
  const before = await previousTips(parts);
  const heads = await ledger.tips();
  const tips = await Promise.all(heads.map((head) => walk(ledger, before.get(head.chain), head)));
  const at = clock.now();
  const note = await signCheckpoint(signer, tips, at);
  await checkpoints.keep(note, at);
  return { note, tips };
}

async function previousTips({ checkpoints, signer }: CheckpointParts): Promise<Map<string, ChainTip>> {
  const note = await checkpoints.latest();
  if (note === undefined) return new Map();
  try {
    const { chains } = openCheckpoint(note, readPublicKey(await signer.publicKey()));
    return new Map(chains.map((tip) => [tip.chain, tip]));
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    throw new LedgerRewritten(`the last checkpoint does not verify: ${cause.reason}`, { cause });
  }
}

async function walk(ledger: LedgerReader, from: ChainTip | undefined, head: ChainTip): Promise<ChainTip> {
  const { chain } = head;
  // One entry before the new ones: it has to be the one that was signed.
  const overlap = from && from.length > 0 ? 1 : 0;
  const entries = await ledger.entries(chain, (from?.length ?? 0) - overlap);
  if (overlap && entries[0]?.hash !== from?.hash) {
    throw new LedgerRewritten(`chain ${chain} is not the one that was signed at entry ${from?.length}`);
  }
  const { length, hash, broken } = verifyChain(chain, entries.slice(overlap), from);
  if (broken) throw new LedgerRewritten(`chain ${chain} is broken at entry ${broken.seq}: ${broken.link}`);
  // Entries may have come since the head was read; fewer mean that some are gone.
  if (length < head.length) throw new LedgerRewritten(`chain ${chain} ends at entry ${length} of ${head.length}`);
  return { chain, length, hash };
}
