import type { Disclosure } from '../disclosure/disclosure.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { segmentTime } from '../vault/segment-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the disclosure says about when a record may be read. */
export type TimeRules = Pick<Disclosure, 'coolOffHours' | 'retention'>;

/** ms. */
export interface RowTimes {
  readableFrom: number;
  expires: number;
}

/**
 * When a row may be read. One that is bound to its message says so itself. The rows of 0.1.0 are not: of theirs, the segment's id is
 * bound, and with it the arrival. So the stricter counts of what the row says and of what follows from arrival and disclosure.
 */
export function timesOf(row: IndexRow, bound: boolean, { coolOffHours, retention }: TimeRules): RowTimes {
  const own = { readableFrom: row.readableFrom, expires: row.expiresSeconds * 1000 };
  if (bound) return own;
  const arrived = segmentTime(row.segment) ?? Number.POSITIVE_INFINITY;
  const longest = Math.max(...Object.values(retention));
  return {
    readableFrom: Math.max(own.readableFrom, arrived + coolOffHours * HOUR),
    expires: Math.min(own.expires, arrived + longest * DAY),
  };
}
