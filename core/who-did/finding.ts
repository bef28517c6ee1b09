import type { Outcome, Principal } from '../access-log/access-log.ts';

/** `proven`: records say it; `likely`: a rule concludes it, and is told; `unknown`: no log covers what would decide it. */
export const CERTAINTIES = ['proven', 'likely', 'unknown'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

export const DID = {
  'read-without-entry': 'read by the reader, and not in the ledger',
  'entry-without-read': 'in the ledger, and no call of the reader stands for it',
  around: 'read past the reader',
  written: 'written or deleted past the program',
  copied: 'copied, exported or restored',
  changed: 'a door was moved outside a deploy',
  taken: 'a role of the program was taken by somebody else',
  called: 'a function was called past the API',
  used: 'done as somebody whose rights were lost to others',
} as const;
export type DidKind = keyof typeof DID;

export interface EntryRef {
  chain: string;
  seq: number;
  hash: string;
  /** `reader:...`, `subject:...`. */
  actor: string;
}

export interface DidFinding {
  finding: DidKind;
  certainty: Certainty;
  /** ms. */
  first: number;
  last: number;
  /** Calls, or entries. */
  count: number;
  /** Absent: of an entry without a call. */
  outcome?: Outcome;
  principal?: Principal;
  /** The program's role that it acted as. */
  role?: string;
  actions: string[];
  resources: string[];
  subjects: string[];
  segments: string[];
  objects: string[];
  entry?: EntryRef;
  /** CloudTrail's ids of the first records. */
  records: string[];
  /** By which rule, in words. */
  why: string;
}

export interface Told {
  finding: DidKind;
  certainty: Certainty;
  why: string;
  role?: string | undefined;
}
