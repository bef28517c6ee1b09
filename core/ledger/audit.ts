import type { Checkpoint } from './checkpoint.ts';
import type { ChainTip, LedgerReader } from './ledger.ts';
import { startOf } from './verify.ts';
import { type ChainWalk, verifyUpTo } from './verify-live.ts';

/** Entries of a chain that one run walks once more: some tenths of a second for all chains. */
const SLICE = 5_000;
/** ms; the schedule of checkpoints. */
const EVERY = 300_000;

/**
 * Whoever verifies goes on from the last checkpoint, so that an entry changed before it would not be met again. Therefore each run that
 * signs walks one slice of what was signed before as well, another one each time, chosen by the clock: a million entries of a chain are
 * walked in seventeen hours. A slice begins at the last entry of the one before it, so that no link lies between two.
 */
export function auditSlice(
  ledger: LedgerReader,
  checkpoint: Checkpoint,
  at: number,
  slice = SLICE,
): Promise<ChainWalk[]> {
  return Promise.all(
    checkpoint.chains
      .filter(({ length }) => length > 0)
      .map(async ({ chain, length }) => {
        const turn = Math.floor(at / EVERY) % Math.ceil(length / slice);
        const from = await tipAt(ledger, chain, turn * slice);
        return verifyUpTo(ledger, await tipAt(ledger, chain, Math.min(length, (turn + 1) * slice)), from);
      }),
  );
}

/** As the store has it. An entry that is gone has no hash, and no walk passes through it. */
async function tipAt(ledger: LedgerReader, chain: string, length: number): Promise<ChainTip> {
  if (length === 0) return startOf(chain);
  return { chain, length, hash: (await ledger.entry(chain, length))?.hash ?? '' };
}
