import type { Checkpoint } from './checkpoint.ts';
import { isNamed, numbered, type SignedPast } from './last-checkpoint.ts';
import { CHECKPOINT_CHAIN, type ChainTip, type LedgerReader } from './ledger.ts';
import { startOf } from './verify.ts';
import { type ChainWalk, verifyUpTo } from './verify-live.ts';

/** Entries of a chain that one run walks once more: some tenths of a second for all chains. */
const SLICE = 5_000;
/** Checkpoints of the past that one run opens once more: those of a year in a week. */
const NOTES = 50;
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
        const [after, upTo] = sliceOf(length, slice, at);
        const from = await tipAt(ledger, chain, after);
        return verifyUpTo(ledger, await tipAt(ledger, chain, upTo), from);
      }),
  );
}

/**
 * The same of the checkpoints that are kept: each of a slice is there, is signed, and is the one that its entry in the chain names.
 * Otherwise one that is not among the newest could be taken away, and nobody would miss it before an auditor asks for it.
 * @throws Refused as `signedPast`
 */
export async function auditCheckpoints(
  parts: Pick<SignedPast, 'ledger' | 'checkpoints' | 'signer'>,
  length: number,
  at: number,
  slice = NOTES,
): Promise<void> {
  if (length === 0) return;
  const [after, upTo] = sliceOf(length, slice, at);
  const [kept, entries] = await Promise.all([
    parts.checkpoints.from(after + 1),
    parts.ledger.page(CHECKPOINT_CHAIN, after, upTo - after),
  ]);
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const numbers = Array.from({ length: upTo - after }, (_, index) => after + 1 + index);
  const opened = await Promise.all(numbers.map((number) => numbered(parts, kept, number)));
  for (const checkpoint of opened) {
    const { number } = checkpoint.numbered!;
    isNamed(checkpoint, bySeq.get(number) ?? (await parts.ledger.entry(CHECKPOINT_CHAIN, number)));
  }
}

/** The slice whose turn it is: entries after the first number, up to the second. */
function sliceOf(length: number, slice: number, at: number): [number, number] {
  const turn = Math.floor(at / EVERY) % Math.ceil(length / slice);
  return [turn * slice, Math.min(length, (turn + 1) * slice)];
}

/** As the store has it. An entry that is gone has no hash, and no walk passes through it. */
async function tipAt(ledger: LedgerReader, chain: string, length: number): Promise<ChainTip> {
  if (length === 0) return startOf(chain);
  return { chain, length, hash: (await ledger.entry(chain, length))?.hash ?? '' };
}
