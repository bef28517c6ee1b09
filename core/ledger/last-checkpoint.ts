import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { Signer } from './ledger.ts';
import { readPublicKey } from './note.ts';

export interface SignedPast {
  checkpoints: Pick<CheckpointStore, 'latest'>;
  signer: Pick<Signer, 'publicKey'>;
}

/**
 * The newest checkpoint, once its signature has been checked: from its tips verification goes on. None: nothing was signed yet, and
 * verification begins at the beginning.
 * @throws Refused as `openCheckpoint`
 */
export async function lastCheckpoint({ checkpoints, signer }: SignedPast): Promise<Checkpoint | undefined> {
  const note = await checkpoints.latest();
  return note === undefined ? undefined : openCheckpoint(note, readPublicKey(await signer.publicKey()));
}
