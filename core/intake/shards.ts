import type { Shard } from './intake.ts';

/** Port. What is known of a stream's shards. */
export interface Shards {
  /** @throws SluiceError when the stream has no such shard */
  find(shardId: string): Promise<Shard>;
  /** Lanes of all shards that the stream still has, ended ones with records in them included. */
  lanes(): Promise<Set<string>>;
}

/** A hash key (decimal, up to 2^128 - 1) as 32 hex digits, so that it compares as text. */
export const hexHash = (decimal: string): string => BigInt(decimal).toString(16).padStart(32, '0');
