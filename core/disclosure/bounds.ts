/**
 * Time bounds that subjects are told in the consent text and that the infrastructure is built with: one source, so that
 * the text cannot promise what the tables do not keep.
 */

/** Point-in-time recovery of the key table, days: until then a deleted subject key could be restored. */
export const KEY_RECOVERY_DAYS = 7;

/** Retention of the stream, days: for so long a sealed frame can be read from it again. */
export const STREAM_RETENTION_DAYS = 7;

/** Longest retention that a disclosure can set, days: no row of the index is older. */
export const LONGEST_RETENTION_DAYS = 3650;

/** The longest lease that a disclosure can set, seconds: no device captures longer than that after a gate has closed. */
export const LONGEST_LEASE_SECONDS = 900;
