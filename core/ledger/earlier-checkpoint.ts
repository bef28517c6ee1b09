import { Refused } from '../shared/errors.ts';
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { CHECKPOINT_CHAIN } from './ledger.ts';
import { noteIn } from './ledger-lines.ts';

/** A checkpoint that somebody kept, e.g. a witness, or whoever exported the ledger before. */
export interface EarlierCheckpoint {
  /** As who verifies names it: a file. */
  name: string;
  opened?: OpenedCheckpoint;
  /** It counts for what is newer alone: what is older was taken before. @default false: then it is behind */
  onlyBefore?: true;
  /** Why it is none of this key. */
  problem?: string;
}

/** @param kept its note, or the export that it came with */
export function earlierCheckpoint(name: string, kept: string, spki: Uint8Array): EarlierCheckpoint {
  try {
    return { name, opened: openCheckpoint(noteIn(kept), spki) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { name, problem: error.message };
  }
}

/** Those that what is verified has to go on from. */
export const goingOnFrom = (
  earlier: readonly EarlierCheckpoint[],
  checkpoint: OpenedCheckpoint | undefined,
): readonly EarlierCheckpoint[] =>
  earlier.filter(
    ({ opened, onlyBefore }) => !onlyBefore || (opened?.numbered?.number ?? 0) < (checkpoint?.numbered?.number ?? 0),
  );

export const programOf = ({ origin }: { origin: string }): string => origin.split('/')[1]!;

export const nameOf = ({ numbered, at }: OpenedCheckpoint): string =>
  numbered ? `the earlier checkpoint ${numbered.number}` : `the earlier checkpoint of ${new Date(at).toISOString()}`;

/**
 * What is wrong with a checkpoint as a later one. Whether the chains pass through the earlier one is asked apart from this.
 * @param named hashes by number, as the chain of checkpoints names them
 */
export function behindOrForked(
  { name, opened: earlier, problem }: EarlierCheckpoint,
  checkpoint: OpenedCheckpoint | undefined,
  named: ReadonlyMap<number, unknown>,
  program: string | undefined,
): string[] {
  if (!earlier) return [`${name}: ${problem}`];
  const of = programOf(earlier);
  if (!checkpoint) return [];
  if (of !== (program ?? programOf(checkpoint)))
    return [`${name}: of program ${of}, not of ${program ?? programOf(checkpoint)}`];
  return order(earlier, checkpoint) ?? unnamed(earlier, named);
}

/** The two for themselves. */
export function order(earlier: OpenedCheckpoint, later: OpenedCheckpoint): string[] | undefined {
  const [before, after] = [earlier.numbered?.number ?? 0, later.numbered?.number ?? 0];
  if (before > after || (before === after && earlier.at > later.at)) return [`behind ${nameOf(earlier)}`];
  if (before > 0 && before === after && earlier.hash !== later.hash) return [`there are two checkpoints ${before}`];
  if (before > 0 && before + 1 === after && later.numbered!.previous !== earlier.hash) {
    return [`checkpoint ${after} does not follow ${nameOf(earlier)}`];
  }
  return undefined;
}

function unnamed({ numbered, hash }: OpenedCheckpoint, named: ReadonlyMap<number, unknown>): string[] {
  if (!numbered || !named.has(numbered.number) || named.get(numbered.number) === hash) return [];
  return [`chain ${CHECKPOINT_CHAIN} names another checkpoint ${numbered.number}`];
}
