/** What is kept so that nobody can change or delete it before its time: receipts, findings, checkpoints. */

export const EVIDENCE_FOLDERS = ['receipts', 'findings', 'checkpoints', 'case'] as const;
export type EvidenceFolder = (typeof EVIDENCE_FOLDERS)[number];

export interface EvidenceItem {
  folder: EvidenceFolder;
  /** Begins the name; ids and times only. */
  stem: string;
  /** Ends the name. */
  extension: 'json' | 'ndjson' | 'note' | 'bin';
  bytes: Uint8Array;
}

/** Where it lies and what it is: the name holds the hash, so a name stands for one content. */
export interface EvidenceLink {
  /** `<folder>/<stem>-<sha256>.<extension>` */
  name: string;
  /** Hex SHA-256 of the bytes. */
  sha256: string;
  bytes: number;
}

/** Port. */
export interface Evidence {
  /** Puts under Object Lock. Putting the same again is done at once. */
  put(item: EvidenceItem): Promise<EvidenceLink>;
  /** @throws Refused `no-evidence`; `damaged` when the bytes are not the ones of the name */
  get(name: string): Promise<Uint8Array>;
  /** Until when nobody can delete it, ms; `undefined` when it is not locked. */
  lockedUntil(name: string): Promise<number | undefined>;
}
