import type { Redactor } from '../../redaction/redactor.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { actor } from '../ledger/actor.ts';
import type { EntryReceipt, FactsOf } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { Refused } from '../shared/errors.ts';
import { type Caller, readerOf } from './access.ts';
import type { Decoys } from './decoy.ts';
import { readBy } from './facts.ts';
import { permitsBy } from './permits.ts';
import { isKnownPurpose, requireReader } from './purpose.ts';
import type { Reading, RecordPage, RecordQuery, Records } from './reading.ts';
import { type AskedFacts, orRefused, type RefusalParts } from './refusals.ts';
import { type DayTotals, MOST_DAYS, totalsOf } from './totals.ts';

export interface ListParts extends RefusalParts {
  reading: Pick<Reading, 'beginListing'>;
  records: Pick<Records, 'list' | 'pages'>;
  redactor: Pick<Redactor, 'redactText'>;
  disclosure: Disclosure;
  policy: Policy;
  /** @default none */
  decoys?: Pick<Decoys, 'records'>;
}

type Listed = RecordPage & { receipt: EntryReceipt };
type Span = Pick<RecordQuery, 'from' | 'to'>;

/*
 * Who worked when, and how much, is content too: listing is reading. Each of these asks the reading gate and has its entry, one a request,
 * before a row is looked for; what is refused is an entry as well.
 */

/**
 * The caller's own.
 * @throws Refused `gate-closed`, `limit`
 */
export async function listOwn(parts: ListParts, { pseudonym }: Caller, query: RecordQuery): Promise<Listed> {
  const facts: AskedFacts = { actor: actor('subject', pseudonym), subject: pseudonym };
  return orRefused(parts, facts, async () => {
    const receipt = await parts.reading.beginListing(listing(parts, facts, query));
    return { ...(await parts.records.list({ ...query, subject: pseudonym })), receipt };
  });
}

export interface ListOrder {
  purpose: string;
  /** Why, in the reader's words. */
  reason: string;
  query: RecordQuery;
}

/**
 * Of others, for a purpose: asked for as a read is, with a grant that is looked at in the transaction of the entry.
 * @throws Refused `purpose`, `no-grant`, `gate-closed`, `limit`
 */
export async function listForPurpose(
  parts: ListParts,
  caller: Caller,
  { purpose, reason, query }: ListOrder,
): Promise<Listed> {
  const { subject } = query;
  const reader = readerOf(caller, purpose, subject);
  const facts: AskedFacts = {
    actor: readBy({ reader, purpose, ...(subject !== undefined && { subject }) }),
    ...(subject !== undefined && { subject }),
    ...(isKnownPurpose(parts.disclosure, purpose) && { purpose }),
  };
  return orRefused(parts, facts, async () => {
    requireReader(parts.disclosure, purpose, caller.groups);
    const why = { ...facts, reason: parts.redactor.redactText(reason.toWellFormed()) };
    const permits = permitsBy(parts.policy, { action: 'list', reader: caller.sub, groups: caller.groups, purpose });
    const receipt = await parts.reading.beginListing(listing(parts, why, query), { reader, purpose, permits });
    const shown = parts.decoys?.records ?? parts.records;
    return { ...(await shown.list(query)), receipt };
  });
}

export interface Totals {
  days: DayTotals[];
  /** Days with records of fewer people than are shown. */
  withheld: number;
  unreadable: number;
  receipt: EntryReceipt;
}

/**
 * How much there is, of nobody: for those who have the right, and need no grant for it.
 * @throws Refused `span`, `gate-closed`, `limit`
 */
export async function countRecords(parts: ListParts, { sub }: Caller, span: Span): Promise<Totals> {
  if (span.to - span.from > MOST_DAYS * 86_400_000) throw new Refused('span', `at most ${MOST_DAYS} days at once`);
  const facts: AskedFacts = { actor: actor('reader', sub) };
  return orRefused(parts, facts, async () => {
    const receipt = await parts.reading.beginListing(listing(parts, facts, span));
    return { ...(await totalsOf(parts.records, span)), receipt };
  });
}

const listing = (
  { clock }: Pick<ListParts, 'clock'>,
  facts: AskedFacts & Pick<FactsOf<'listing'>, 'reason'>,
  { from, to }: Span,
): FactsOf<'listing'> => ({
  ...facts,
  kind: 'listing',
  at: clock.now(),
  detail: { from, to },
});
