import type { EvidenceLink } from '../ledger/evidence.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import type { Incident } from './incident.ts';

/** Rows of a list inside the findings; the evidence has them all. */
export const MOST_LISTED = 1_000;

/** What an investigation established. Holds pseudonyms, ids, counts: never content. Signed as `findings`. */
export interface Findings {
  program: string;
  incident: string;
  severity: Incident['severity'];
  reportedAt: number;
  /** ms; what was looked at. */
  window: { from: number; to: number };
  /** Version in force when it was reported. */
  disclosure: string;
  /** Hashes of the documents; absent when the report did not close the gates. */
  closure?: { receipt: string; certificate?: string; epoch: number; closedAt: number };
  findings: Finding[];
}

/** One established fact. */
export type Finding = StoredFinding | ReadsFinding | CountersFinding | LedgerFinding | ContainmentFinding;

interface Established<Name extends string> {
  finding: Name;
  /** A sentence for people; the figures are beside it. */
  statement: string;
  /** The whole of what it rests on. */
  evidence: EvidenceLink;
}

/** What was stored in the window, and of whom. */
export interface StoredFinding extends Established<'stored'> {
  segments: number;
  events: number;
  /** The first by name; the evidence has all. */
  subjects: StoredOfSubject[];
  /** Segments by version of the disclosure under which they were collected. */
  disclosures: Record<string, number>;
  /** Whether the search stopped at its limit: then there is more than the figures say. */
  truncated: boolean;
  /** Rows of the index that are damaged, and counted nowhere else. Absent in findings of 0.1.0. */
  unreadable?: number;
}

export interface StoredOfSubject {
  subject: string;
  events: number;
  /** Absent in findings of 0.1.0, which name all segments. */
  count?: number;
  /** The first of them. */
  segments: string[];
}

/** Who read in the window, and who read what was stored in it, at any time. */
export interface ReadsFinding extends Established<'reads'> {
  /** The earliest of others' records; the evidence has all. Findings of 0.1.0 list subjects' reads of their own among them. */
  reads: ReadByWhom[];
  /** Of reads of others' records; absent in findings of 0.1.0. */
  count?: number;
  /** Reads by subjects of their own records, which need no grant. Absent when there are none. */
  own?: number;
  refused: number;
}

export interface ReadByWhom extends EntryReceipt {
  at: number;
  reader: string;
  subject: string;
  segment: string;
  purpose: string;
}

/** What the lanes have counted in all. */
export interface CountersFinding extends Established<'counters'> {
  counters: Record<string, number>;
  /** Lanes whose rows are damaged: what they have counted is in no sum. @default none */
  damaged?: string[];
}

/** Whether the ledger itself holds. */
export interface LedgerFinding extends Established<'ledger'> {
  entries: number;
  /** Entries that this investigation walked: those since the last signed checkpoint, and those of the window. */
  walked?: number;
  /** ms; of that checkpoint. */
  signedAt?: number;
  intact: boolean;
}

/** Whether anything was admitted after the gates were closed. */
export interface ContainmentFinding extends Established<'containment'> {
  admittedAfterClosure: number;
  lanes: string[];
  /** Lanes whose rows are damaged, or were at the closure: that they admitted nothing is not proven. @default none */
  damaged?: string[];
}
