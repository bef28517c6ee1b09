import { Refused } from '../shared/errors.ts';
import { checkpointFacts, type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { opens } from './commitment.ts';
import { behindOrForked, type EarlierCheckpoint, goingOnFrom, nameOf, programOf } from './earlier-checkpoint.ts';
import { link, readableEntry } from './entry.ts';
import { CHECKPOINT_CHAIN, type ChainTip, type ShownEntry, type StoredEntry } from './ledger.ts';
import { type ChainVerdict, startOf, verifyChain } from './verify.ts';

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
  checkpoint?: OpenedCheckpoint;
  /**
   * Entries that came after the checkpoint: they hold together, and nobody has signed them yet. The one that names the checkpoint itself
   * is none of them.
   */
  unsigned: number;
  /** Where those begin. */
  unsignedFrom: { chain: string; seq: number }[];
  /** ms; time of the oldest of them. */
  unsignedSince?: number;
  /** Of the entries that were written with somebody's words: those whose words are there and fit, and those without. */
  texts: { there: number; gone: number };
  /** Content-free sentences, one per defect; empty: the ledger holds. */
  problems: string[];
}

export interface VerifyOptions {
  /** The program that it has to be of. @default any */
  program?: string | undefined;
  /** Checkpoints that somebody kept: it has to go on from each of them. @default none */
  earlier?: readonly EarlierCheckpoint[];
  /** Sees the hash of each entry of a chain as long as it holds. @default nobody does */
  seen?: ((chain: string, seq: number, hash: string) => void) | undefined;
}

export interface LedgerVerifier {
  /** The next entry of a chain; chains may come mixed. */
  add(chain: string, entry: ShownEntry): void;
  verdict(): LedgerVerdict;
}

/** A point that a chain has to pass through, and who says so. */
interface Mark extends ChainTip {
  by: string;
}

/**
 * Verifies a ledger entry by entry, in constant memory: every link, that the chains pass through the tips of the checkpoint and of earlier
 * ones, and that the chain of checkpoints names this one, and none after it. Without a signed checkpoint a ledger never holds: whoever
 * can leave out entries can leave out the proof as well.
 */
export function ledgerVerifier(
  note: string | undefined,
  spki: Uint8Array,
  { program, earlier: kept = [], seen }: VerifyOptions = {},
): LedgerVerifier {
  const { checkpoint, problem } = signedBy(note, spki, program);
  const earlier = goingOnFrom(kept, checkpoint);
  const marks: Mark[] = [
    ...(checkpoint?.chains ?? []).map((tip) => ({ ...tip, by: 'the checkpoint' })),
    ...earlier.flatMap(({ opened }) => opened?.chains.map((tip) => ({ ...tip, by: nameOf(opened) })) ?? []),
  ];
  const signed = new Map((checkpoint?.chains ?? []).map(({ chain, length }) => [chain, length]));
  const chains = new Map<string, ChainVerdict>();
  const missed = new Set<Mark>();
  const named = new Map<number, unknown>();
  const wanted = numbersOf(checkpoint, earlier);
  const unsigned: StoredEntryAt[] = [];
  const texts = { there: 0, gone: 0 };
  const altered: string[] = [];
  let naming: string | undefined;
  return {
    add(chain, entry) {
      const before: ChainVerdict = chains.get(chain) ?? startOf(chain);
      if (before.broken) return;
      const after = verifyChain(chain, [entry], before);
      chains.set(chain, after);
      if (after.broken) return;
      seen?.(chain, after.length, after.hash);
      const word = textBeside(entry);
      if (word === 'altered') altered.push(`the text of entry ${after.length} of chain ${chain} is altered`);
      else if (word) texts[word]++;
      for (const mark of marks) {
        if (mark.chain === chain && mark.length === after.length && mark.hash !== after.hash) missed.add(mark);
      }
      if (chain === CHECKPOINT_CHAIN && wanted.has(after.length)) {
        named.set(after.length, readableEntry(entry)?.detail?.sha256);
        if (after.length === checkpoint?.numbered?.number) naming = after.hash;
      }
      if (after.length === (signed.get(chain) ?? 0) + 1) unsigned.push({ chain, seq: after.length, entry });
    },
    verdict() {
      const verdicts = [...chains.values()];
      const lengthOf = (chain: string): number => chains.get(chain)?.length ?? 0;
      const problems = [
        ...verdicts.flatMap(({ chain, broken }) =>
          broken ? [`chain ${chain} is broken at entry ${broken.seq}: ${broken.link}`] : [],
        ),
        ...(problem === undefined ? [] : [problem]),
        ...marks.flatMap((mark) => passes(mark, lengthOf(mark.chain), missed.has(mark))),
        ...(checkpoint ? numberProblems(checkpoint, named, naming, lengthOf(CHECKPOINT_CHAIN)) : []),
        ...altered,
        ...earlier.flatMap((one) => behindOrForked(one, checkpoint, named, program)),
      ];
      return {
        chains: verdicts,
        ...(checkpoint && { checkpoint }),
        ...notSigned(verdicts, signed, unsigned, checkpoint),
        texts,
        problems,
      };
    },
  };
}

/** What there is to say of what stands beside an entry that holds; nothing, where it was written without words. */
function textBeside({ opening, body }: ShownEntry): 'there' | 'gone' | 'altered' | undefined {
  // Most have none: they are not read once more.
  if (!opening && !body.includes('"commitment"')) return undefined;
  const { commitment } = Object(JSON.parse(body)) as { commitment?: unknown };
  if (opening) return opens(commitment, opening) ? 'there' : 'altered';
  return commitment === undefined ? undefined : 'gone';
}

function signedBy(note: string | undefined, spki: Uint8Array, program?: string) {
  if (note === undefined) return { problem: 'not signed: there is no checkpoint in it' };
  try {
    const checkpoint = openCheckpoint(note, spki);
    const of = programOf(checkpoint);
    if (program === undefined || of === program) return { checkpoint };
    return { checkpoint, problem: `checkpoint: of program ${of}, not of ${program}` };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: `checkpoint: ${error.message}` };
  }
}

function passes({ by, chain, length }: Mark, reached: number, missed: boolean): string[] {
  if (reached < length) return [`chain ${chain} ends before entry ${length} of ${by}`];
  return missed ? [`chain ${chain} is not the one of ${by} at entry ${length}`] : [];
}

/** Numbers whose names in the chain of checkpoints are compared with something. */
function numbersOf(checkpoint: OpenedCheckpoint | undefined, earlier: readonly EarlierCheckpoint[]): Set<number> {
  const own = checkpoint?.numbered?.number ?? 0;
  return new Set([own, own - 1, ...earlier.map(({ opened }) => opened?.numbered?.number ?? 0)]);
}

/** Is it the hash of the entry that names a checkpoint? All of that is known, so that nothing in it is taken on trust. */
function isNaming(hash: string, checkpoint: OpenedCheckpoint): boolean {
  const { number } = checkpoint.numbered!;
  const tip = checkpoint.chains.find(({ chain }) => chain === CHECKPOINT_CHAIN) ?? startOf(CHECKPOINT_CHAIN);
  const facts = checkpointFacts(checkpoint);
  // The program was named without its role before entries had roles.
  return [facts.actor, 'sluice'].some(
    (actor) => link({ ...tip, length: number - 1 }, { ...facts, actor }).stored.hash === hash,
  );
}

function numberProblems(
  checkpoint: OpenedCheckpoint,
  named: ReadonlyMap<number, unknown>,
  naming: string | undefined,
  newest: number,
) {
  const { number = 0, previous } = checkpoint.numbered ?? {};
  const other = (of: number, than: unknown) => named.has(of) && named.get(of) !== than;
  return [
    ...(newest < number ? [`chain ${CHECKPOINT_CHAIN} does not name checkpoint ${number}`] : []),
    ...(newest > number ? [`chain ${CHECKPOINT_CHAIN} names checkpoint ${newest}, and this is an older one`] : []),
    ...(naming !== undefined && !isNaming(naming, checkpoint)
      ? [`chain ${CHECKPOINT_CHAIN} names another checkpoint ${number}`]
      : []),
    ...(other(number - 1, previous) ? [`chain ${CHECKPOINT_CHAIN} names another checkpoint ${number - 1}`] : []),
  ];
}

interface StoredEntryAt {
  chain: string;
  seq: number;
  entry: StoredEntry;
}

function notSigned(
  verdicts: readonly ChainVerdict[],
  signed: ReadonlyMap<string, number>,
  first: readonly StoredEntryAt[],
  checkpoint: OpenedCheckpoint | undefined,
): Pick<LedgerVerdict, 'unsigned' | 'unsignedFrom' | 'unsignedSince'> {
  const number = checkpoint?.numbered?.number;
  const namesThis = ({ chain, seq, entry }: StoredEntryAt) =>
    chain === CHECKPOINT_CHAIN && seq === number && isNaming(entry.hash, checkpoint!);
  const all = verdicts.reduce((sum, { chain, length }) => sum + Math.max(0, length - (signed.get(chain) ?? 0)), 0);
  const others = first.filter((one) => !namesThis(one));
  const times = others.flatMap(({ entry }) => readableEntry(entry)?.at ?? []);
  return {
    unsigned: all - (first.length - others.length),
    unsignedFrom: others.map(({ chain, seq }) => ({ chain, seq })),
    ...(times.length > 0 && { unsignedSince: Math.min(...times) }),
  };
}

/** The same, of an export that is one object. */
export function verifyLedger({ checkpoint, chains }: LedgerExport, spki: Uint8Array, options?: VerifyOptions) {
  const verifier = ledgerVerifier(checkpoint, spki, options);
  for (const [chain, entries] of Object.entries(chains)) for (const entry of entries) verifier.add(chain, entry);
  return verifier.verdict();
}
