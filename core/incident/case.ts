import type { Claim, Severity, VerdictWord } from '../../api/words.ts';
import { hashDocument } from '../ledger/entry.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import type { Incident, Step } from './incident.ts';

/** What people do on an incident, one after the other: nothing of it is ever changed, and each has an entry in the ledger. */

/** A file under Object Lock: sealed, so that whoever deletes its row with the key has erased it. */
export interface CaseFile {
  /** Hex SHA-256 of the file itself, by which people name it. */
  sha256: string;
  /** Of the file itself. */
  bytes: number;
  /** Of the sealed object. */
  name: string;
}

/** What was done. Words that people wrote are sealed, and stand in none of these. */
export type Act =
  | { what: 'lead' | 'note' | 'cause' }
  /** For a group; whoever of it takes the task owns it. */
  | { what: 'task'; owner: string }
  /** @param task the number of the contribution that gave it */
  | { what: 'taken' | 'done'; task: number }
  | { what: 'evidence'; file: CaseFile }
  | ({ what: 'finding' } & PersonsFinding)
  | { what: 'verdict'; verdict: VerdictWord; of?: string }
  /** Asks for an amended version of the findings. */
  | { what: 'publish' };

/** What somebody found. The statement is published: it is no place for names or for what was collected. */
export interface PersonsFinding {
  severity: Severity;
  statement: string;
  /** Group that sees to it. */
  owner: string;
  /** Whether what the report claims was tested, and what came of it. */
  claim: Claim;
  /** Hex SHA-256 of files that are in the case. */
  files: string[];
}

/** One contribution, without what was written. */
export type Contribution = Act & {
  /** 1, 2, 3 ... of its incident. */
  number: number;
  /** ULID, chosen by who sends: sent again it is the same contribution. */
  id: string;
  /** ms. */
  at: number;
  /** By pseudonym, as those who approve. */
  by: string;
  /** Those of their groups by which they may. */
  groups: string[];
};

/** As it is kept: its hash stands in the ledger, so that neither facts nor words are changed unnoticed. */
export interface Kept {
  contribution: Contribution;
  /** Hex SHA-256 over contribution, salt and words. */
  document: string;
  receipt: EntryReceipt;
}

/** What is sealed. The salt keeps a short text from being guessed from the hash in the ledger. */
export interface Words {
  salt: string;
  text: string;
}

export const hashContribution = (contribution: Contribution, words: Words | undefined): string =>
  hashDocument({ ...contribution, ...words });

export interface NewContribution {
  act: Act;
  by: string;
  groups: string[];
  at: number;
  /** Moves the incident in the same transaction. @default it stays as it is */
  step?: Omit<Step, 'facts'>;
}

export interface Contributed {
  /** Sent again under its id it is the one of before. */
  id: string;
  words?: Words | undefined;
  /** The key of an evidence's file, wrapped. */
  fileKey?: Uint8Array | undefined;
}

/** What words and files of a case are sealed for: who may open them can open no report. */
export const CASE_OF = 'case-';

/** Of one incident: more would be no case that people oversee. */
export const MOST_CONTRIBUTIONS = 1_000;

/** Port; kept with the incidents, by the same adapters. */
export interface CaseStore {
  /**
   * One transaction: the contribution under the next number, its entry in the ledger, and what it moves of the incident.
   * @param decide what becomes of it, on what is there; asked again when somebody else was first. It may refuse
   * @throws Refused `not-found`, `too-many`
   */
  contribute(
    incident: string,
    given: Contributed,
    decide: (incident: Incident, soFar: readonly Contribution[]) => NewContribution,
  ): Promise<Kept>;
  /** In order. @param after a number @param limit @default all */
  contributions(incident: string, after?: number, limit?: number): Promise<Kept[]>;
  /** What was written with one. @returns undefined where nothing was */
  words(incident: string, number: number): Promise<Words | undefined>;
  /** The wrapped key of its file. @throws Refused `not-found` */
  fileKey(incident: string, number: number): Promise<Uint8Array>;
}

/** The ledger says that it was done, by whom, and the hash of it. */
export const factsOf = (incident: string, { number, what, at, by }: Contribution, document: string) => ({
  kind: 'case' as const,
  at,
  actor: `responder:${by}` as const,
  incident,
  detail: { what, number, document },
});

/** @throws Refused `too-many` */
export function numbered(id: string, { act, by, groups, at }: NewContribution, soFar: number): Contribution {
  if (soFar >= MOST_CONTRIBUTIONS) {
    throw new Refused('too-many', `at most ${MOST_CONTRIBUTIONS} contributions to one incident`);
  }
  return { number: soFar + 1, id, at, by, groups, ...act };
}

export interface Task {
  number: number;
  owner: string;
  takenBy?: string;
  doneAt?: number;
}

/** Where a case stands, by all that was done on it. */
export interface CaseState {
  lead?: { by: string; since: number };
  /** Number of the contribution that says it. */
  cause?: number;
  tasks: Task[];
}

export function stateOf(contributions: readonly Contribution[]): CaseState {
  const state: CaseState = { tasks: [] };
  const taskOf = (number: number) => state.tasks.find((task) => task.number === number);
  for (const one of contributions) {
    if (one.what === 'lead') state.lead = { by: one.by, since: one.at };
    if (one.what === 'cause') state.cause = one.number;
    if (one.what === 'task') state.tasks.push({ number: one.number, owner: one.owner });
    if (one.what === 'taken') Object.assign(taskOf(one.task) ?? {}, { takenBy: one.by });
    if (one.what === 'done') Object.assign(taskOf(one.task) ?? {}, { doneAt: one.at });
  }
  return state;
}
