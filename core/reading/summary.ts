import { TIERS } from '../../redaction/redactor.ts';
import { Refused } from '../shared/errors.ts';
import { attributesOf } from '../shared/row.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { RecordPage, RecordSummary } from './reading.ts';

export const summaryOf = (row: Omit<IndexRow, 'body'>): RecordSummary => ({
  subject: row.subject,
  segment: row.segment,
  disclosure: row.disclosure,
  arrivedFrom: row.arrivedFrom,
  arrivedTo: row.arrivedTo,
  readableFrom: row.readableFrom,
  expiresSeconds: row.expiresSeconds,
  events: row.events,
  kinds: row.kinds,
  tier: row.tier,
  bytes: row.bytes,
});

/** @throws Refused `damaged` */
export function summaryOfItem(item: Readonly<Record<string, unknown>>): RecordSummary {
  const { text, time, count, counts, oneOf } = attributesOf(item);
  return {
    subject: text('subject'),
    segment: text('segment'),
    disclosure: text('disclosure'),
    arrivedFrom: time('arrivedFrom'),
    arrivedTo: time('arrivedTo'),
    readableFrom: time('readableFrom'),
    expiresSeconds: time('expiresSeconds'),
    events: count('events'),
    kinds: counts('kinds'),
    tier: oneOf('tier', TIERS),
    bytes: count('bytes'),
  };
}

/** Those that can be read, and how many cannot. */
export function recordPage(items: readonly Readonly<Record<string, unknown>>[]): RecordPage {
  const rows: RecordSummary[] = [];
  for (const item of items) {
    try {
      rows.push(summaryOfItem(item));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return { rows, unreadable: items.length - rows.length };
}
