import { createHash } from 'node:crypto';
import { Refused } from '../shared/errors.ts';
import { FIRST_PREVIOUS } from './entry.ts';
import type { ChainTip, Signer } from './ledger.ts';
import { openNote, signNote } from './note.ts';

/**
 * A checkpoint is one signed statement about all chains: a C2SP note with the lines of a C2SP checkpoint (origin, size,
 * root), and one extension line per chain:
 *
 *     sluice/<program>/ledger
 *     <entries in all chains together>
 *     <base64 root>
 *     time <ISO 8601, UTC>
 *     chain <name> <length> <hex hash of the last entry>
 *
 * The root is the RFC 6962 tree hash over the chain lines, in order of name. Entries are bound by the chains' own hashes:
 * see docs/decisions/ledger-chains.md for why there is no tree over the entries.
 */

export interface Checkpoint {
  origin: string;
  /** ms. */
  at: number;
  /** Sorted by name. */
  chains: ChainTip[];
}

const originOf = (signer: string): string => `${signer}/ledger`;
const chainLine = ({ chain, length, hash }: ChainTip): string => `chain ${chain} ${length} ${hash}`;
const total = (chains: readonly ChainTip[]): number => chains.reduce((sum, { length }) => sum + length, 0);
const CHAIN_LINE = /^chain (\S+) (0|[1-9]\d{0,15}) ([0-9a-f]{64})$/;

export async function signCheckpoint(signer: Signer, tips: readonly ChainTip[], at: number): Promise<string> {
  return signNote(signer, checkpointText({ origin: originOf(signer.name), at, chains: [...tips] }));
}

function checkpointText({ origin, at, chains }: Checkpoint): string {
  const lines = chains.map(chainLine).sort();
  const head = [
    origin,
    String(total(chains)),
    treeHash(lines).toString('base64'),
    `time ${new Date(at).toISOString()}`,
  ];
  return `${[...head, ...lines].join('\n')}\n`;
}

/**
 * @throws Refused as `openNote`, and `malformed-checkpoint` when the signed text is none, or is not the one that its own
 *   chain lines give
 */
export function openCheckpoint(note: string, spki: Uint8Array): Checkpoint {
  const { text, name } = openNote(note, spki);
  const [, , , time, ...lines] = text.split('\n').slice(0, -1);
  const at = Date.parse(String(time).slice('time '.length));
  const chains = lines.map((line): ChainTip => {
    const found = CHAIN_LINE.exec(line);
    if (!found) throw new Refused('malformed-checkpoint', 'a line is not about a chain');
    const [chain, length, hash] = [found[1]!, Number(found[2]), found[3]!];
    if (length === 0 && hash !== FIRST_PREVIOUS)
      throw new Refused('malformed-checkpoint', 'an empty chain has no hash');
    return { chain, length, hash };
  });
  const checkpoint = { origin: originOf(name), at, chains };
  if (Number.isNaN(at) || checkpointText(checkpoint) !== text) {
    throw new Refused('malformed-checkpoint', 'its lines do not agree with each other');
  }
  return checkpoint;
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
