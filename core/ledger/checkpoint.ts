import { createHash } from 'node:crypto';
import { Refused } from '../shared/errors.ts';
import { SYSTEM } from './actor.ts';
import { FIRST_PREVIOUS, sha256 } from './entry.ts';
import { CHECKPOINT_CHAIN, type ChainTip, type EntryFacts, type Signer } from './ledger.ts';
import { openNote, signNote } from './note.ts';

/**
 * A checkpoint is one signed statement about all chains: a C2SP note with the lines of a C2SP checkpoint (origin, size,
 * root), and one extension line per chain:
 *
 *     sluice/<program>/ledger
 *     <entries in all chains together>
 *     <base64 root>
 *     time <ISO 8601, UTC>
 *     number <1, 2, 3 ...>
 *     previous <hex SHA-256 of the signed text of the checkpoint before; 64 zeros for the first>
 *     chain <name> <length> <hex hash of the last entry>
 *
 * Those of releases before 0.2.0 have no number. Number and hash of each stand in a chain as well (`checkpointFacts`), so that the
 * next one covers them. The root is the RFC 6962 tree hash over the chain lines, in order of name. Entries are bound by the chains' own hashes:
 * see docs/decisions/ledger-chains.md for why there is no tree over the entries.
 */

export interface Checkpoint {
  origin: string;
  /** ms. */
  at: number;
  /** Absent before 0.2.0. */
  numbered?: Numbered;
  /** Sorted by name. */
  chains: ChainTip[];
}

export interface Numbered {
  /** 1, 2, 3 ... */
  number: number;
  /** `hash` of the one before; 64 zeros when there is none. */
  previous: string;
}

export interface OpenedCheckpoint extends Checkpoint {
  /** Hex SHA-256 of the signed text. Not of the note: who else signs it adds a line to that. */
  hash: string;
}

const originOf = (signer: string): string => `${signer}/ledger`;
const chainLine = ({ chain, length, hash }: ChainTip): string => `chain ${chain} ${length} ${hash}`;
const total = (chains: readonly ChainTip[]): number => chains.reduce((sum, { length }) => sum + length, 0);
const NUMBER_LINES = /^number ([1-9]\d{0,11})\nprevious ([0-9a-f]{64})$/;
const CHAIN_LINE = /^chain (\S+) (0|[1-9]\d{0,15}) ([0-9a-f]{64})$/;

/** @param numbered @default none, as releases before 0.2.0 signed */
export async function signCheckpoint(
  signer: Signer,
  tips: readonly ChainTip[],
  at: number,
  numbered?: Numbered,
): Promise<string> {
  return signNote(
    signer,
    checkpointText({ origin: originOf(signer.name), at, ...(numbered && { numbered }), chains: [...tips] }),
  );
}

/** How a checkpoint stands in the chains. */
export const checkpointFacts = ({ at, numbered, hash }: OpenedCheckpoint): EntryFacts => ({
  kind: 'checkpoint',
  at,
  actor: SYSTEM,
  detail: { number: numbered!.number, sha256: hash },
});

function checkpointText({ origin, at, numbered, chains }: Checkpoint): string {
  const lines = chains.map(chainLine).sort();
  const head = [
    origin,
    String(total(chains)),
    treeHash(lines).toString('base64'),
    `time ${new Date(at).toISOString()}`,
    ...(numbered ? [`number ${numbered.number}`, `previous ${numbered.previous}`] : []),
  ];
  return `${[...head, ...lines].join('\n')}\n`;
}

/**
 * @throws Refused as `openNote`, and `malformed-checkpoint` when the signed text is none, or is not the one that its own
 *   chain lines give
 */
export function openCheckpoint(note: string, spki: Uint8Array): OpenedCheckpoint {
  const { text, name } = openNote(note, spki);
  const [, , , time, ...lines] = text.split('\n').slice(0, -1);
  const at = Date.parse(String(time).slice('time '.length));
  const [, number, previous] = NUMBER_LINES.exec(lines.slice(0, 2).join('\n')) ?? [];
  const numbered = number !== undefined ? { number: Number(number), previous: previous! } : undefined;
  const chains = (numbered ? lines.slice(2) : lines).map((line): ChainTip => {
    const found = CHAIN_LINE.exec(line);
    if (!found) throw new Refused('malformed-checkpoint', 'a line is not about a chain');
    const [chain, length, hash] = [found[1]!, Number(found[2]), found[3]!];
    if (length === 0 && hash !== FIRST_PREVIOUS)
      throw new Refused('malformed-checkpoint', 'an empty chain has no hash');
    return { chain, length, hash };
  });
  const checkpoint = { origin: originOf(name), at, ...(numbered && { numbered }), chains };
  if (Number.isNaN(at) || new Set(chains.map(({ chain }) => chain)).size < chains.length) {
    throw new Refused('malformed-checkpoint', 'its lines do not agree with each other');
  }
  if (checkpointText(checkpoint) !== text || !followsItsChain(checkpoint)) {
    throw new Refused('malformed-checkpoint', 'its lines do not agree with each other');
  }
  return { ...checkpoint, hash: sha256(text) };
}

/** Checkpoint n is signed when the chain of checkpoints names n - 1 of them. */
function followsItsChain({ numbered, chains }: Checkpoint): boolean {
  const named = chains.find(({ chain }) => chain === CHECKPOINT_CHAIN);
  return !numbered || !named || named.length === numbered.number - 1;
}

/** Merkle tree hash of RFC 6962, 2.1: leaves prefixed with 0, nodes with 1. */
export function treeHash(leaves: readonly string[]): Buffer {
  const digest = (...parts: (string | Uint8Array)[]): Buffer => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  if (leaves.length === 0) return digest();
  if (leaves.length === 1) return digest(Uint8Array.of(0), leaves[0]!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return digest(Uint8Array.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}
