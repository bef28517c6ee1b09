import type { Capability } from '../../api/people.ts';
import type { Check, Outcome, Severity } from '../../api/words.ts';
import type { EvidenceLink } from '../ledger/evidence.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import type { PersonsFinding } from './case.ts';
import type { Incident, Verdict } from './incident.ts';

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
  /** 1, and one more with each amendment. Absent before 0.2, which knew no other. */
  version?: number;
  /** Hash of the version before. */
  amends?: string;
  /** What a person said that the report was. */
  verdict?: Verdict;
}

/** One established fact. */
export type Finding =
  | StoredFinding
  | ReadsFinding
  | CountersFinding
  | LedgerFinding
  | ContainmentFinding
  | CheckFinding
  | NotKnownFinding
  | PersonFinding;

interface Established<Name extends string> {
  finding: Name;
  /** A sentence for people; the figures are beside it. */
  statement: string;
  /** The whole of what it rests on. */
  evidence: EvidenceLink;
}

/** What goes on asking after the incident is over. */
export interface Probe {
  name: string;
  /** When, and what it does. */
  how: string;
}

/** By a branch of the investigation. All of it is absent in findings of before 0.2. */
interface OfBranch<Name extends string> extends Established<Name> {
  branch?: string;
  outcome?: Outcome;
  /** Of it where it is not clean. */
  severity?: Severity;
  /** Who has to act on it: those who have this right. */
  owner?: Capability;
  probe?: Probe;
}

/** A branch failed or hung. Its question is open. */
export interface NotKnownFinding extends OfBranch<'not-known'> {
  branch: string;
}

/** What a branch checked, one thing after the other, and how often it was not as it must be. */
export interface CheckFinding extends OfBranch<Check> {
  /** Things looked at. */
  checked: number;
  /** By what is wrong with them; those at zero are absent. */
  wrong: Readonly<Record<string, number>>;
  /** The same, of what could not be told. */
  open: Readonly<Record<string, number>>;
  /** The search stopped at its limit: there is more than was looked at. @default false */
  truncated?: boolean;
}
/** What was stored in the window, and of whom. */
export interface StoredFinding extends OfBranch<'stored'> {
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
export interface ReadsFinding extends OfBranch<'reads'> {
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
export interface CountersFinding extends OfBranch<'counters'> {
  counters: Record<string, number>;
  /** Lanes whose rows are damaged: what they have counted is in no sum. @default none */
  damaged?: string[];
}

/** Whether the ledger itself holds. */
export interface LedgerFinding extends OfBranch<'ledger'> {
  entries: number;
  /** Entries that this investigation walked: those since the last signed checkpoint, and those of the window. */
  walked?: number;
  /** ms; of that checkpoint. */
  signedAt?: number;
  intact: boolean;
}

/** Whether anything was admitted after the gates were closed. */
export interface ContainmentFinding extends OfBranch<'containment'> {
  admittedAfterClosure: number;
  lanes: string[];
  /** Lanes whose rows are damaged, or were at the closure: that they admitted nothing is not proven. @default none */
  damaged?: string[];
}

/** What somebody found; the files that it rests on are named by their hashes. */
export interface PersonFinding extends Established<'person'>, PersonsFinding {
  /** Of the contribution. */
  number: number;
  /** By pseudonym. */
  by: string;
  groups: string[];
}
