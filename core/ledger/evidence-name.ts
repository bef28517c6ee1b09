import { Refused } from '../shared/errors.ts';
import { sha256 } from './entry.ts';
import type { EvidenceItem, EvidenceLink } from './evidence.ts';

export function evidenceLink({ folder, stem, extension, bytes }: EvidenceItem): EvidenceLink {
  const hash = sha256(bytes);
  return { name: `${folder}/${stem}-${hash}.${extension}`, sha256: hash, bytes: bytes.length };
}

/** @throws Refused `damaged` */
export function checkEvidence(name: string, bytes: Uint8Array): Uint8Array {
  if (!name.includes(`-${sha256(bytes)}.`)) throw new Refused('damaged', 'the evidence is not the one of its name');
  return bytes;
}
