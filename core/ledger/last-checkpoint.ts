import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import type { CheckpointReader, KeptCheckpoint } from './checkpoint-store.ts';
import { FIRST_PREVIOUS, readableEntry } from './entry.ts';
import { CHECKPOINT_CHAIN, type ChainTip, type LedgerReader, type Signer, type StoredEntry, tipsOf } from './ledger.ts';
import { readPublicKey } from './note.ts';

export interface SignedPast {
  ledger: LedgerReader;
  checkpoints: CheckpointReader;
  signer: Pick<Signer, 'name' | 'publicKey'>;
  clock: Clock;
}

export interface Past {
  /** The chain of checkpoints as it stood before anything else was looked at. */
  log: ChainTip;
  /** The newest. Absent: nothing was ever signed. */
  last?: OpenedCheckpoint;
  /** It is kept, and the chain does not name it yet: a run ended in between. */
  unnamed: boolean;
}

/** ms that the first entries may be old when nothing was signed yet: a schedule of minutes would have signed long since. */
const FIRST_WITHIN = 86_400_000;
/** How many before the last one have to be there as well. */
const LOOKED_BACK = 9;

/**
 * The newest checkpoint, once its signature has been checked: from its tips verification goes on. None: nothing was signed yet, and
 * verification begins at the beginning.
 * @throws Refused as `signedPast`
 */
export const lastCheckpoint = async (parts: SignedPast): Promise<OpenedCheckpoint | undefined> =>
  (await signedPast(parts)).last;

/**
 * What was signed, by the notes that are kept and by the chain that names them: where the two do not agree, one of them was changed.
 * A note is kept first and named then, so that the chain may be one behind, and is never ahead.
 * @throws Refused as `openCheckpoint`; `checkpoint-missing`, `checkpoint-forked` (two of one number), `checkpoint-other` (not the one
 *   that the chain names), `rolled-back` (the chain names fewer than there are), `other-program`
 */
export async function signedPast(parts: SignedPast): Promise<Past> {
  const { ledger, checkpoints } = parts;
  const log = await ledger.tip(CHECKPOINT_CHAIN);
  const kept = await checkpoints.from(Math.max(1, log.length - LOOKED_BACK));
  if (kept.some(({ number }) => number > log.length + 1)) {
    // Named while it was looked at?
    if ((await ledger.tip(CHECKPOINT_CHAIN)).length > log.length) return signedPast(parts);
    throw new Refused('rolled-back', `${kept.at(-1)!.number} checkpoints are kept, and the ledger names ${log.length}`);
  }
  for (let number = Math.max(1, log.length - LOOKED_BACK); number <= log.length; number++) {
    if (!kept.some((one) => one.number === number)) throw missing(`checkpoint ${number}`);
  }
  const named = log.length > 0 ? await numbered(parts, kept, log.length) : undefined;
  if (named) isNamed(named, await ledger.entry(CHECKPOINT_CHAIN, log.length));
  if (kept.some(({ number }) => number > log.length)) {
    const last = await numbered(parts, kept, log.length + 1);
    const before = named ?? (await ofEarlierReleases(parts));
    if (last.numbered!.previous !== (before?.hash ?? FIRST_PREVIOUS)) {
      throw new Refused('checkpoint-other', `checkpoint ${log.length + 1} does not follow the one before it`);
    }
    return { log, last, unnamed: true };
  }
  if (named) return { log, last: named, unnamed: false };
  const old = await ofEarlierReleases(parts);
  if (!old) await checkBeginning(parts);
  return { log, ...(old && { last: old }), unnamed: false };
}

/**
 * The checkpoint of a number, of all that is kept under it.
 * @throws Refused as `signedPast`
 */
export async function numbered(
  parts: Pick<SignedPast, 'checkpoints' | 'signer'>,
  kept: readonly KeptCheckpoint[],
  number: number,
): Promise<OpenedCheckpoint> {
  const versions = kept.filter((one) => one.number === number);
  const name = `checkpoint ${number}`;
  if (versions.length === 0) throw missing(name);
  const opened = await Promise.all(versions.map(async (one) => open(parts, await parts.checkpoints.read(one), name)));
  if (new Set(opened.map(({ hash }) => hash)).size > 1) {
    throw new Refused('checkpoint-forked', `there are two checkpoints ${number}`);
  }
  if (opened[0]!.numbered?.number !== number) {
    throw new Refused('checkpoint-other', `what is kept as checkpoint ${number} is another one`);
  }
  return opened[0]!;
}

async function ofEarlierReleases(parts: SignedPast): Promise<OpenedCheckpoint | undefined> {
  const note = await parts.checkpoints.unnumbered();
  return note === undefined ? undefined : open(parts, note, 'the last checkpoint');
}

async function open({ signer }: Pick<SignedPast, 'signer'>, note: string, name: string): Promise<OpenedCheckpoint> {
  const spki = readPublicKey(await signer.publicKey());
  const checkpoint = naming(name, () => openCheckpoint(note, spki));
  if (checkpoint.origin === `${signer.name}/ledger`) return checkpoint;
  throw new Refused('other-program', `${name} is one of another program`);
}

/** Whoever is told that a note is none has to know which one. */
function naming<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Refused) throw new Refused(cause.reason, `${name}: ${cause.message}`, { cause });
    throw cause;
  }
}

/**
 * That an entry of the chain names this checkpoint. What else the entry must be, the walk sees.
 * @throws Refused `checkpoint-other`
 */
export function isNamed({ numbered: of, hash }: OpenedCheckpoint, entry: StoredEntry | undefined): void {
  if (readableEntry(entry)?.detail?.sha256 === hash) return;
  throw new Refused('checkpoint-other', `checkpoint ${of?.number} is not the one that the ledger names`);
}

/**
 * Nothing was signed yet: true while a program begins, and what somebody who hid the proof would like to be believed. So it is believed
 * of an empty ledger, and of one whose every chain began within a day.
 */
async function checkBeginning({ ledger, clock }: SignedPast): Promise<void> {
  for (const { chain, length } of await tipsOf(ledger)) {
    if (length === 0) continue;
    const first = readableEntry(await ledger.entry(chain, 1));
    if (!first || first.at < clock.now() - FIRST_WITHIN) throw missing('every checkpoint');
  }
}

const missing = (what: string) => new Refused('checkpoint-missing', `${what} is missing, and the ledger is not new`);

/**
 * The chains' tips and the note of the checkpoint that they name, as of one moment: the note covers no more than the tips do. For who
 * verifies it with a copy of the chains; nothing of it is judged here.
 */
export async function tipsWithNote(
  ledger: LedgerReader,
  checkpoints: CheckpointReader,
): Promise<{ chains: ChainTip[]; checkpoint?: string }> {
  // A checkpoint is named after it was signed: looked at first, all other tips are at or behind those that it covers.
  const log = await ledger.tip(CHECKPOINT_CHAIN);
  const others = ledger.chains.map((chain) => (chain === CHECKPOINT_CHAIN ? log : ledger.tip(chain)));
  const [chains, checkpoint] = await Promise.all([Promise.all(others), noteOf(checkpoints, log.length)]);
  return { chains, ...(checkpoint !== undefined && { checkpoint }) };
}

async function noteOf(checkpoints: CheckpointReader, number: number): Promise<string | undefined> {
  if (number === 0) return checkpoints.unnumbered();
  const [kept] = await checkpoints.from(number);
  return kept?.number === number ? checkpoints.read(kept) : undefined;
}
