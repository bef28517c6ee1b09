/** A shard, as ListShards returns it. */
export interface Shard {
  id: string;
  /** The shard that was split, or the first of two that were merged. */
  parent?: string | undefined;
  /** The second of two that were merged. */
  adjacentParent?: string | undefined;
}

/**
 * The shards that may be read now: those whose parents have been read to their end. A parent that the stream no longer
 * lists has expired, and counts as read.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/kinesis-record-processor-scaling.html ("after a reshard")
 */
export function readableShards(shards: readonly Shard[], isFinished: (id: string) => boolean): Shard[] {
  const listed = new Set(shards.map((shard) => shard.id));
  const isOpenParent = (id: string | undefined) => id !== undefined && listed.has(id) && !isFinished(id);
  return shards.filter(
    (shard) => !isFinished(shard.id) && !isOpenParent(shard.parent) && !isOpenParent(shard.adjacentParent),
  );
}

/** A shard whose parent is known was born of a resharding: it is read from its beginning, whatever the mapping says. */
export const isChild = (shard: Shard) => shard.parent !== undefined;
