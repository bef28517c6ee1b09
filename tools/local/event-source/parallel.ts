import { createHash } from 'node:crypto';

/**
 * The lane, of `parallelization` many, that a partition key's records are processed in: always the same one, so that
 * they stay in order while lanes run at the same time.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html (ParallelizationFactor: "in-order processing at
 * the partition-key level")
 */
export function laneOf(partitionKey: string, parallelization: number): number {
  if (parallelization === 1) return 0;
  return createHash('md5').update(partitionKey).digest().readUInt32BE(0) % parallelization;
}
