import type { IndexRow } from '../vault/index-row.ts';
import type { RecordSummary } from './reading.ts';

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
