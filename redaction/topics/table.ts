/**
 * The table of weights: of each feature that says something one row, and of all others none. A row stands in one of two buckets of four, which are one
 * line of a processor's cache each (cuckoo hashing by prints: Fan et al., "Cuckoo Filter", 2014); the print at its end tells whose it is. A feature that
 * training has not seen is taken for another one eight times in 65,536.
 */

/** Columns of a row: none, the topics, and the print in the last two. */
export const COLUMNS = 16;
export const TABLE_BITS = 17;
export const TABLE_BYTES = COLUMNS << TABLE_BITS;
export const BUCKET = 4;
export const BUCKETS = (1 << TABLE_BITS) / BUCKET - 1;
/** Of a row, in pairs of bytes. */
export const PAIRS = COLUMNS / 2;
export const PRINT = PAIRS - 1;
const { imul } = Math;

/** Never 0, which is that of an empty row. */
export const printOf = (feature: number): number => feature >> 16 || 1;
/** The other bucket of a print that stands in one: it leads back as well. */
export const otherBucket = (bucket: number, print: number): number =>
  bucket ^ ((imul(print, 0x5bd1e995) >>> 8) & BUCKETS);

/** @param prints the table as pairs of bytes @returns -1 where it has none */
export function rowOf(prints: Int16Array, feature: number): number {
  const print = printOf(feature);
  const bucket = feature & BUCKETS;
  const row = inBucket(prints, bucket, print);
  return row >= 0 ? row : inBucket(prints, otherBucket(bucket, print), print);
}

/** The row of a bucket that has a print, or the first empty one for 0; -1 is none. */
export function inBucket(prints: Int16Array, bucket: number, print: number): number {
  const first = bucket * BUCKET;
  for (let row = first; row < first + BUCKET; row++) if (prints[row * PAIRS + PRINT] === print) return row;
  return -1;
}
