import {
  BUCKET,
  BUCKETS,
  COLUMNS,
  inBucket,
  otherBucket,
  PAIRS,
  PRINT,
  printOf,
  rowOf,
  TABLE_BYTES,
} from '../../redaction/topics/table.ts';
import type { Random } from './random.ts';

/** How often a row may be moved to its other bucket before the table is called full. */
const MOST_MOVES = 2_000;

interface Row {
  readonly feature: number;
  /** One byte a column; those of the print are not looked at. */
  readonly weights: Int8Array;
}

/** Puts rows into a table, in their order, until it is full. @returns it, and how many had room */
export function topicTable(rows: Iterable<Row>, random: Random): { table: Int8Array<ArrayBuffer>; placed: number } {
  const table = new Int8Array(TABLE_BYTES);
  const prints = new Int16Array(table.buffer);
  let placed = 0;
  for (const { feature, weights } of rows) {
    if (rowOf(prints, feature) >= 0) continue;
    let print = printOf(feature);
    let bucket = feature & BUCKETS;
    let moving = weights;
    for (let moves = 0; ; moves++) {
      if (moves === MOST_MOVES) return { table, placed };
      const free = inBucket(prints, bucket, 0);
      const row = free >= 0 ? free : inBucket(prints, otherBucket(bucket, print), 0);
      // Both buckets are full: one that stands there goes to its other one.
      const into = row >= 0 ? row : bucket * BUCKET + random.between(0, BUCKET - 1);
      const out = table.slice(into * COLUMNS, into * COLUMNS + COLUMNS);
      const itsPrint = prints[into * PAIRS + PRINT]!;
      table.set(moving, into * COLUMNS);
      prints[into * PAIRS + PRINT] = print;
      if (row >= 0) break;
      [moving, print, bucket] = [out, itsPrint, otherBucket(bucket, itsPrint)];
    }
    placed++;
  }
  return { table, placed };
}
