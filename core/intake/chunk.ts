import type { StreamRecord } from './intake.ts';

/**
 * Subjects in one transaction: DynamoDB takes at most 100 items, of which one is the lane, and two are each subject's
 * (its row, and its segment's).
 */
export const SUBJECTS_PER_CHUNK = 49;

/**
 * Bound of the transaction, bytes. DynamoDB takes 4 MB; what 49 subjects can reach with inline segments of 4 KB is a
 * tenth of it, so that only rows with thousands of devices could come near.
 */
export const CHUNK_BYTES = 3_500_000;

/**
 * How many records from the start make the next chunk. A record's partition key is its subject (frames where it is not
 * are refused without touching a subject), so that this is known before anything is opened.
 * @param alone subjects that conflict: a run of records of such a one is a chunk of its own
 * @param longest records at most
 */
export function cutChunk(
  records: readonly StreamRecord[],
  alone: ReadonlySet<string>,
  subjects = SUBJECTS_PER_CHUNK,
  longest = records.length,
): number {
  const first = records[0]?.partitionKey;
  const single = first !== undefined && alone.has(first);
  const seen = new Set<string>();
  for (const [at, { partitionKey }] of records.entries()) {
    if (at === longest) return at;
    if (single ? partitionKey !== first : alone.has(partitionKey)) return at;
    if (seen.size === subjects && !seen.has(partitionKey)) return at;
    seen.add(partitionKey);
  }
  return records.length;
}
