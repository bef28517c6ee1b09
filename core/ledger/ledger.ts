import type { ActorOf, EntryKind, ReadableKind } from './actor.ts';

/** The append-only, hash-chained record of every read, grant, pause, decision and erasure. */

export type { EntryKind };

/** Entries of a page. */
export const PAGE = 1_000;

/**
 * The chains of a program, by who may make many entries. Two appends to one chain at a time cancel each other, so that a chain takes some
 * fifty a second; those of many readers do not keep anybody from withdrawing, and those of neither a pause from being recorded. Several
 * each, so that appends seldom meet; few, so that a pause of reading closes its chains at once. Entries of 0.1.0 stand in the chains of
 * reads, whatever their kind.
 */
export const READ_CHAINS = ['c0', 'c1', 'c2', 'c3'] as const;
const PEOPLE_CHAINS = ['p0', 'p1', 'p2', 'p3'] as const;
const INCIDENT_CHAINS = ['i0'] as const;
/** Entry n names checkpoint n. A chain of its own, which nobody else appends to: signing disturbs no append. */
export const CHECKPOINT_CHAIN = 'k0';
export const CHAINS = [...READ_CHAINS, ...PEOPLE_CHAINS, ...INCIDENT_CHAINS, CHECKPOINT_CHAIN] as const;

const CHAINS_OF: Readonly<Record<EntryKind, readonly string[]>> = {
  read: READ_CHAINS,
  'read-refused': READ_CHAINS,
  listing: READ_CHAINS,
  export: READ_CHAINS,
  grant: PEOPLE_CHAINS,
  revocation: PEOPLE_CHAINS,
  choice: PEOPLE_CHAINS,
  erasure: PEOPLE_CHAINS,
  report: PEOPLE_CHAINS,
  pause: INCIDENT_CHAINS,
  certificate: INCIDENT_CHAINS,
  findings: INCIDENT_CHAINS,
  approval: INCIDENT_CHAINS,
  // Many write many notes: none of them keeps a pause from being recorded.
  case: PEOPLE_CHAINS,
  escalation: INCIDENT_CHAINS,
  resume: INCIDENT_CHAINS,
  terminate: INCIDENT_CHAINS,
  checkpoint: [CHECKPOINT_CHAIN],
  // Whoever tries many doors keeps no pause from being recorded.
  door: PEOPLE_CHAINS,
};

/** The chains in which entries of these kinds stand. */
export const chainsOf = (kinds: readonly EntryKind[]): string[] => [
  ...new Set(kinds.flatMap((kind) => CHAINS_OF[kind])),
];

/** Picks the chain of an entry. @param random in [0, 1) @param chains to take, whatever the kind. @default those of the kind */
export function pickChain(kind: EntryKind, random: () => number, chains: readonly string[] = CHAINS_OF[kind]): string {
  return chains[Math.floor(random() * chains.length)]!;
}

/** What an entry can say, beside what was done by whom. Content-free. */
interface Said {
  /** ms. */
  at: number;
  subject?: string;
  segment?: string;
  incident?: string;
  purpose?: string;
  detail?: Record<string, string | number | boolean>;
}

export interface FactsOf<Kind extends EntryKind> extends Said {
  kind: Kind;
  actor: ActorOf<Kind>;
  /** Why, in somebody's own words; redacted before it gets here. Stands beside the chain, in the entry only its commitment. */
  reason?: string;
}
/** What the appender says: what was done, in a role in which it can be done. */
export type EntryFacts = { [Kind in EntryKind]: FactsOf<Kind> }[EntryKind];

/** What is linked of it. */
export interface LinkedFacts extends Said {
  kind: ReadableKind;
  /** `<role word>:<name>`; of before 0.2.0 a name alone (`actedBy`). */
  actor: string;
  /** Hex SHA-256 over the canonical JSON of salt and text (`commitment.ts`). */
  commitment?: string;
}

/** What stands beside the chain: it opens the commitment of one entry, and can be erased. */
export interface Opening {
  salt: string;
  text: string;
}

/** One link. `hash` = hex SHA-256 over the canonical JSON (RFC 8785) of all other members. */
export interface Entry extends LinkedFacts {
  /** Of entries of before 0.2.0, whose words were linked with them. */
  reason?: string;
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

/** An entry as it is stored and exported: its canonical JSON without `hash`, and the hash of exactly these bytes. */
export interface StoredEntry {
  body: string;
  /** Hex SHA-256 of `body` as UTF-8. */
  hash: string;
}

/** With what stands beside it, where it is there. */
export interface ShownEntry extends StoredEntry {
  opening?: Opening | undefined;
}

/** How far a chain goes: what an append needs to know of it, and what a checkpoint says. */
export interface ChainTip {
  chain: string;
  /** Number of entries. */
  length: number;
  /** Hash of the last one; 64 zeros when there is none. */
  hash: string;
}

/** Port. */
export interface Ledger {
  /** Appends without asking the reading gate (all kinds but reads). Repeats when the chain moved on. */
  append(facts: EntryFacts): Promise<EntryReceipt>;
}

/** Port. */
export interface ChainAppender {
  /** Appends right behind a tip that was looked at; nothing where the chain has moved on since. */
  appendAt(tip: ChainTip, facts: EntryFacts): Promise<EntryReceipt | undefined>;
}

/** An entry under the number by which the store knows it. */
export interface PlacedEntry extends StoredEntry {
  seq: number;
}

/**
 * Port. Single looks (`tip`, `entry`) are serializable against appends. A page is read-committed, entry by entry: it may not show
 * yet what a look made before it has shown, and may show an entry beside a gap
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html). Nobody judges by a page alone:
 * `walk` fills its gaps.
 */
export interface LedgerReader {
  /** Names of the chains. */
  readonly chains: readonly string[];
  /** A chain that has no entry yet has length 0. */
  tip(chain: string): Promise<ChainTip>;
  entry(chain: string, seq: number): Promise<StoredEntry | undefined>;
  /**
   * A page of one chain, in order, from `after` + 1 on; empty where it shows nothing more.
   * @param limit @default PAGE; a page may be shorter
   */
  page(chain: string, after: number, limit?: number): Promise<PlacedEntry[]>;
}

/** Where all chains stand, each looked at for itself. */
export const tipsOf = (ledger: LedgerReader): Promise<ChainTip[]> =>
  Promise.all(ledger.chains.map((chain) => ledger.tip(chain)));

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
