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
import { DOCUMENT_KINDS, type DocumentIssuer, readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { IncidentStore } from './incident.ts';
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
/** Of one answer, as JSON: Lambda hands on 6 MB, and a text of control characters is six times as long. */
const PAGE_BYTES = 4_000_000;
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
  const contributions: ShownContribution[] = [];
  let bytes = 0;
  for (let at = 0; at < page.length && bytes < PAGE_BYTES; at += AT_A_TIME) {
    const some = page.slice(at, at + AT_A_TIME);
    for (const one of await parallel(some, AT_A_TIME, (kept) => shown(parts, incident, groups, state, kept))) {
      bytes += Buffer.byteLength(JSON.stringify(one));
      // The first one is told however long it is: a page of nothing would lead nowhere.
      if (bytes > PAGE_BYTES && contributions.length > 0) break;
      contributions.push(one);
    }
  }
  const last = contributions.at(-1)?.number;
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

/** Of an answer that Lambda hands on, in base64. */
const PART_BYTES = 3_000_000;

/** What else findings rest on lists whose records there were, and when: that is reading, and the reader's. */
const SHOWN: ReadonlySet<string> = new Set(['could-read', 'did-read', 'blast-radius']);

/**
 * A part of what a published finding rests on, by its hash: nothing that the findings do not name.
 * @throws Refused `not-found`, `no-evidence`, `damaged`; as `readIssued` when the findings are not those that were signed
 */
export async function viewEvidence(
  { store, ...parts }: { store: Pick<IncidentStore, 'read'> } & DocumentIssuer,
  incident: string,
  hash: string,
  number: number,
): Promise<{ bytes: Uint8Array; parts: number; name: string }> {
  const { findings } = await store.read(incident);
  if (!findings) throw new Refused('not-found', 'no findings are published');
  const signed = await readIssued<Findings>(parts, findings, DOCUMENT_KINDS.findings);
  const named = signed.document.findings.find(
    ({ finding, evidence: { sha256: of } }) => SHOWN.has(finding) && of === hash,
  )?.evidence;
  if (!named) throw new Refused('not-found', 'no finding that is shown rests on it');
  const all = await parts.evidence.get(named.name);
  const count = Math.max(1, Math.ceil(all.length / PART_BYTES));
  if (number > count) throw new Refused('not-found', `it has ${count} parts`);
  return { bytes: all.subarray((number - 1) * PART_BYTES, number * PART_BYTES), parts: count, name: named.name };
}
