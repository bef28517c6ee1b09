/** A record of a shard, as GetRecords returns it. */
export interface StreamRecord {
  sequenceNumber: string;
  partitionKey: string;
  data: Uint8Array;
  /** Milliseconds since 1970, by the stream's clock. */
  arrival: number;
}

/**
 * Order of two sequence numbers. They are decimal numbers of up to 129 digits, so that neither text nor `number` orders
 * them.
 */
export function compareSequence(left: string, right: string): number {
  const [a, b] = [BigInt(left), BigInt(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
