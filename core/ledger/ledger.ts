/** The append-only, hash-chained record of every read, grant, pause, decision and erasure. */

export const ENTRY_KINDS = [
  'read',
  'read-refused',
  'grant',
  'enrolment',
  'consent',
  'withdrawal',
  'erasure',
  'report',
  'pause',
  'certificate',
  'findings',
  'approval',
  'resume',
  'terminate',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What the appender says. Content-free but for `reason`, which is redacted before it gets here. */
export interface EntryFacts {
  kind: EntryKind;
  /** ms. */
  at: number;
  /** Who did it: pseudonym for subjects, `sub` of the token for staff, `sluice` for the system. */
  actor: string;
  subject?: string;
  segment?: string;
  incident?: string;
  purpose?: string;
  reason?: string;
  detail?: Record<string, string | number | boolean>;
}

/** One link. `hash` = hex SHA-256 over the canonical JSON (RFC 8785) of all other members. */
export interface Entry extends EntryFacts {
  chain: string;
  /** 1, 2, 3 ... */
  seq: number;
  /** Hash of the entry before; 64 zeros for the first. */
  previous: string;
  hash: string;
}

/** Proof for who acted: where the entry stands. */
export interface EntryReceipt {
  chain: string;
  seq: number;
  hash: string;
}

/** Port. */
export interface Ledger {
  /** Appends without asking the reading gate (all kinds but reads). Repeats when the chain moved on. */
  append(facts: EntryFacts): Promise<EntryReceipt>;
}

/** Port. Signs with the program's Ed25519 key. */
export interface Signer {
  /** Name in the note's signature line, e.g. `sluice/model-capability`. */
  name: string;
  /** Raw Ed25519 signature over at most 4,096 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
  /** SubjectPublicKeyInfo, DER. */
  publicKey(): Promise<Uint8Array>;
}

/**
 * A document and its signature: a C2SP signed note whose text is three lines: origin (`sluice/<program>`), the document's
 * kind, and `sha256:<hex of the canonical JSON of document>`.
 */
export interface SignedDocument<T> {
  document: T;
  note: string;
}
