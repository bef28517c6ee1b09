import type { AccessRecord, Outcome, Principal } from '../access-log/access-log.ts';

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

const MOST_LISTED = 50;

interface Told {
  finding: DidKind;
  certainty: Certainty;
  why: string;
  role?: string | undefined;
}
export interface SeenIn {
  record: AccessRecord;
  arn?: string | undefined;
  subject?: string | undefined;
  segment?: string | undefined;
  object?: string | undefined;
}

/** One finding of all these records. @param seen at least one */
export function findingOf({ finding, certainty, why, role }: Told, seen: readonly SeenIn[]): DidFinding {
  const times = seen.map(({ record }) => record.at);
  const all = (of: (one: SeenIn) => string | undefined): string[] =>
    [...new Set(seen.flatMap((one) => of(one) ?? []))].sort().slice(0, MOST_LISTED);
  const outcomes = new Set(seen.map(({ record }) => record.outcome));
  return {
    ...{ finding, certainty },
    first: times.reduce((a, b) => Math.min(a, b)),
    last: times.reduce((a, b) => Math.max(a, b)),
    count: new Set(seen.map(({ record }) => record.id)).size,
    outcome: outcomes.has('done') ? 'done' : outcomes.has('denied') ? 'denied' : 'failed',
    principal: seen[0]!.record.by,
    ...(role !== undefined && { role }),
    actions: all(({ record }) => record.action),
    resources: all(({ arn }) => arn),
    subjects: all(({ subject }) => subject),
    segments: all(({ segment }) => segment),
    objects: all(({ object }) => object),
    records: all(({ record }) => record.id).slice(0, 10),
    why,
  };
}
