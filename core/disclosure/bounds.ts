/**
 * Time bounds that subjects are told in the consent text and that the infrastructure is built with: one source, so that
 * the text cannot promise what the tables do not keep.
 */

/** Point-in-time recovery of the key table, days: until then a deleted subject key could be restored. */
export const KEY_RECOVERY_DAYS = 7;

/** Retention of the stream, days: for so long a sealed frame can be read from it again. */
export const STREAM_RETENTION_DAYS = 7;

/** Hours for which a frame may arrive after its lease was issued, at most, whatever the disclosure says. */
export const LONGEST_DELIVERY_HOURS = 168;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Delivering {
  lease: { deliveryHours: number };
}

/** ms after a lease was issued within which its frames may arrive. */
export const deliveryMs = ({ lease }: Delivering): number => Math.round(lease.deliveryHours * HOUR);

/**
 * ms from an erasure until nothing of the subject can be opened any more, in any copy: a key that was deleted can be restored for
 * so long, and a frame that was captured before arrives late, and is then kept by the stream.
 * @param arrives ms after the erasure until which frames may arrive @default those of leases under this disclosure
 */
export const erasureBound = (disclosure: Delivering, arrives = 0): number =>
  Math.max(KEY_RECOVERY_DAYS * DAY, Math.max(arrives, deliveryMs(disclosure)) + STREAM_RETENTION_DAYS * DAY);

/** Point-in-time recovery of all other tables, days: for so long a row that was deleted could be restored. */
export const TABLE_RECOVERY_DAYS = 35;

/** Days within which the schedule has deleted the rows of who was erased: it runs daily, and again where it failed. */
const ROWS_DELETED_WITHIN_DAYS = 2;

/** ms from an erasure until no copy is left of when the subject worked, and how much. Nothing lists it from the erasure on. */
export const ERASED_ROWS_BOUND = (ROWS_DELETED_WITHIN_DAYS + TABLE_RECOVERY_DAYS) * DAY;

/** Longest retention that a disclosure can set, days: no row of the index is older. */
export const LONGEST_RETENTION_DAYS = 3650;

/** The longest lease that a disclosure can set, seconds: no device captures longer than that after a gate has closed. */
export const LONGEST_LEASE_SECONDS = 900;

/** The longest lease of an agent that is not told at once when a gate closes, seconds. */
export const LONGEST_UNTOLD_SECONDS = 120;

/** Of what a disclosure says, as much as such an agent gets, seconds. */
export const longestWithout = (seconds: number): number => Math.min(seconds, LONGEST_UNTOLD_SECONDS);
