import type { ReadRefusal } from '../../api/words.ts';
import type { EntryFacts, EntryReceipt } from '../ledger/ledger.ts';
import type { Limit } from '../shared/limit.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { Permits } from './permits.ts';

export type { ReadRefusal };

/** The purpose under which subjects read what is theirs; no disclosure can define it. */
export const OWN_DATA = 'own-data';

export interface ReadRequest {
  /** `sub` of the token; the pseudonym when subjects read what is theirs. */
  reader: string;
  subject: string;
  segment: string;
  purpose: string;
  /** Why, in the reader's words; redacted before it gets here. Kept beside the ledger until the subject is erased. */
  reason: string;
  /** Of what is not one's own. @default not asked */
  permits?: Permits;
  /** Of segments for this purpose. @default none */
  volume?: Limit;
}

/** Subjects reading what is theirs need no grant, and no end of the cool-off. */
export const isOwn = (request: Pick<ReadRequest, 'reader' | 'subject' | 'purpose'>): boolean =>
  request.purpose === OWN_DATA && request.reader === request.subject;

export interface BegunRead {
  /** The entry that stands in the ledger. */
  receipt: EntryReceipt;
  /** As the transaction saw it. */
  row: IndexRow;
}

/** Port. */
export interface Reading {
  /**
   * One transaction: the chain's copy of the reading gate open, grant live, subject live and past cool-off, index row as
   * seen and not expired, reads of this hour not used up, entry of the read appended. Nothing is decrypted before it returns.
   * @throws Refused with a `ReadRefusal`
   */
  begin(request: ReadRequest): Promise<BegunRead>;
  /**
   * One transaction: the chain's copy of the reading gate open, grant live where one is needed, reads of this hour not used up, entry of the
   * listing appended.
   * @throws Refused `gate-closed`, `no-grant`, `limit`
   */
  beginListing(facts: EntryFacts, needs?: Pick<ReadRequest, 'reader' | 'purpose' | 'permits'>): Promise<EntryReceipt>;
  /**
   * Looks at the subject once more, after the key was used: nothing that was opened is shown when the subject has been erased
   * meanwhile, or has trimmed it, whatever is still in a cache.
   * @throws Refused `erased`, `not-found`
   */
  confirm(row: IndexRow): Promise<void>;
}

/** What may be known of a segment without opening it. */
export const SUMMARY = [
  'subject',
  'segment',
  'disclosure',
  'arrivedFrom',
  'arrivedTo',
  'readableFrom',
  'expiresSeconds',
  'events',
  'kinds',
  'tier',
  'bytes',
] as const satisfies readonly (keyof IndexRow)[];
export type RecordSummary = Pick<IndexRow, (typeof SUMMARY)[number]>;

export interface RecordQuery {
  /** @default all */
  subject?: string;
  /** ms, the stream's time, of the last frame; inclusive. */
  from: number;
  to: number;
  /** Highest number of rows. */
  limit: number;
  /** The last segment of the page before: the list goes on behind it. */
  after?: string;
  /** The same, of a list from the newest on: it goes on with what is older. */
  before?: string;
  /** Newest first. @default oldest first */
  newest?: boolean;
}

export interface RecordPage {
  rows: RecordSummary[];
  /** Rows that are damaged: they take no list and no report down, and are counted. */
  unreadable: number;
  /** There may be more: `after` of the next page, or `before`. */
  next?: string;
  /** Of a page of `pages`: what comes behind it. */
  place?: Place;
}

/** Where in a span of time a search came to: behind this segment of this partition of a day. */
export interface Place {
  day: string;
  segment: string;
}

/**
 * Port. Rows past their retention are left out, though the table may still hold them; so are, where it is known which keys are live, those of
 * people who are erased, those under another key than their person's, and what their person has trimmed.
 */
export interface Records {
  /** In order of segment, or against it. */
  list(query: RecordQuery): Promise<RecordPage>;
  /**
   * All of a span of time, page by page, in an order of its own, which is always the same.
   * @param behind where another search of the same span came to @default from the beginning
   */
  pages(span: RecordSpan, behind?: Place): AsyncIterable<RecordPage>;
}

export interface RecordSpan extends Pick<RecordQuery, 'from' | 'to'> {
  /** Of `DAY_PARTITIONS`: people are spread over them. @default all */
  partition?: number;
}
