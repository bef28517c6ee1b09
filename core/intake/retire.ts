import type { GateStore } from '../gate/gate.ts';
import { SluiceError } from '../shared/errors.ts';
import type { Shards } from './shards.ts';

/**
 * Takes lanes out of the directory whose shard the stream no longer has: after a split or merge, once the last record has
 * aged out, and of a stream that was deleted. Their rows stay, closed, with checkpoint and counters.
 * @returns the lanes, in a dry run those that would be
 */
export async function retireEndedLanes(
  gate: Pick<GateStore, 'lanes' | 'retireLane'>,
  shards: Pick<Shards, 'lanes'>,
  dryRun = false,
): Promise<string[]> {
  // In this order: a lane that is in the directory has a shard, which the stream then names.
  const directory = await gate.lanes();
  const living = await shards.lanes();
  if (living.size === 0) throw new SluiceError('the stream names no shard');
  const ended = directory.filter((lane) => !living.has(lane));
  if (!dryRun) for (const lane of ended) await gate.retireLane(lane);
  return ended;
}
