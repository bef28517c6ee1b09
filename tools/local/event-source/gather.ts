/** A synchronous invocation takes 6 MB. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const payloadLimit = 6 * 1024 * 1024;

export interface Waiting {
  /** Bytes of each waiting record in the event, in the order of the shard. */
  sizes: readonly number[];
  /** When the first of them was read, by the same clock as `now`. */
  since: number;
}

export interface GatherSettings {
  batchSize: number;
  batchingWindowMs: number;
}

/**
 * How many of the waiting records make the next batch now; 0 when it is to be gathered further.
 *
 * Lambda sends a batch at the first of: the batching window has ended, the batch size is met, the payload reaches 6 MB.
 * A record that is larger than that by itself goes alone.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html ("Batching behavior")
 */
export function batchLength(waiting: Waiting, settings: GatherSettings, now: number): number {
  let bytes = 0;
  let count = 0;
  for (const size of waiting.sizes) {
    if (count === settings.batchSize) return count;
    if (count > 0 && bytes + size > payloadLimit) return count;
    bytes += size;
    count += 1;
  }
  if (count === 0) return 0;
  if (count === settings.batchSize || bytes >= payloadLimit) return count;
  return now - waiting.since >= settings.batchingWindowMs ? count : 0;
}
