import { may, type PeopleRules } from '../../api/people.ts';
import { readableEntry } from '../ledger/entry.ts';
import type { Evidence } from '../ledger/evidence.ts';
import type { EntryReceipt, LedgerReader } from '../ledger/ledger.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { Refused } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import {
  CASE_OF,
  type CaseState,
  type CaseStore,
  type Contribution,
  hashContribution,
  type Kept,
  stateOf,
  type Words,
} from './case.ts';
import type { TextSeal } from './text-seal.ts';

/** The case of an incident as it is shown. Who sees incidents sees what was done; what was written is for those on the case. */

export interface CaseViewParts {
  store: CaseStore;
  disclosure: PeopleRules;
  ledger: Pick<LedgerReader, 'entry'>;
}

export type ShownContribution = Contribution & {
  document: string;
  /** Where its entry stands. */
  receipt: EntryReceipt;
  /** For those on the case; with the salt, so that they can make the hash anew. */
  words?: Words;
  /** It is not what the ledger says of it: neither by its hash, nor by its words. */
  altered?: true;
};

export interface CaseView {
  state: CaseState;
  contributions: ShownContribution[];
  /** `after` of the next page. */
  next?: number;
}

/** Contributions of one answer: each opens a text and looks at an entry. */
const PAGE = 100;
const AT_A_TIME = 16;

/** @param after number of the last one of the page before */
export async function viewCase(
  parts: CaseViewParts,
  incident: string,
  groups: readonly string[],
  after = 0,
): Promise<CaseView> {
  const all = await parts.store.contributions(incident);
  const state = stateOf(all.map(({ contribution }) => contribution));
  const page = all.slice(after, after + PAGE);
  const contributions = await parallel(page, AT_A_TIME, (kept) => shown(parts, incident, groups, state, kept));
  const last = page.at(-1)?.contribution.number;
  return { state, contributions, ...(last !== undefined && last < all.length && { next: last }) };
}

async function shown(
  { store, disclosure, ledger }: CaseViewParts,
  incident: string,
  groups: readonly string[],
  state: CaseState,
  { contribution, document, receipt }: Kept,
): Promise<ShownContribution> {
  const isOnIt = isOnCase(disclosure, groups, state, contribution);
  const words = isOnIt ? await store.words(incident, contribution.number) : undefined;
  const entry = readableEntry(await ledger.entry(receipt.chain, receipt.seq));
  const isNamed = entry?.incident === incident && entry.detail?.document === document && entry.hash === receipt.hash;
  const isWhole = !isOnIt || hashContribution(contribution, words) === document;
  return {
    ...contribution,
    document,
    receipt,
    ...(words && { words }),
    ...(!(isNamed && isWhole) && { altered: true }),
  };
}

/** All of it with the right to work on incidents; a task and what became of it also to those whose task it is. */
function isOnCase(
  disclosure: PeopleRules,
  groups: readonly string[],
  { tasks }: CaseState,
  one: Contribution,
): boolean {
  if (may(disclosure, groups, 'work-on-incidents')) return true;
  const of = one.what === 'task' ? one.number : one.what === 'taken' || one.what === 'done' ? one.task : undefined;
  return tasks.some(({ number, owner }) => number === of && groups.includes(owner));
}

/**
 * The file of an evidence, opened. @throws Refused `not-found`, `no-evidence`, and `damaged` when it is not the one that was added
 */
export async function viewFile(
  { store, evidence, seal }: { store: CaseStore; evidence: Pick<Evidence, 'get'>; seal: TextSeal },
  incident: string,
  number: number,
): Promise<{ file: Uint8Array; sha256: string }> {
  const [kept] = await store.contributions(incident, number - 1, 1);
  const one = kept?.contribution;
  if (one?.what !== 'evidence') throw new Refused('not-found', 'no such file');
  const [wrapped, message] = await Promise.all([store.fileKey(incident, number), evidence.get(one.file.name)]);
  const file = Buffer.from(await seal.open(CASE_OF + incident, { wrapped, message }), 'base64');
  if (sha256(file) !== one.file.sha256) throw new Refused('damaged', 'the file is not the one that was added');
  return { file, sha256: one.file.sha256 };
}
