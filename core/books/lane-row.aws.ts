import { unpaddedVersion } from '../disclosure/version.ts';
import type { Item } from '../shared/dynamodb.aws.ts';
import { optional, readText, readWhole, Unreadable } from '../shared/item.aws.ts';
import { isCounter } from './counters.ts';

/** A row of `Lanes`: state and checkpoint of the collection gate's copy for one shard, and what was counted there. */
export interface DecodedLane {
  lane: string;
  state: 'open' | 'closed';
  /** Absent until the lane was opened or closed once. */
  epoch?: number;
  /** Padded sequence number of the last record that was committed. */
  checkpoint?: string;
  /** Greatest version of the disclosure that has committed on it; absent where none has since versions are noted. */
  disclosure?: string;
  /** Since when (ms) a key or a row could not be used, by its name; absent when there is none. */
  damaged?: ReadonlyMap<string, number>;
  /** What it had admitted when it retired; absent once it was opened again. */
  retired?: number;
  counters: Record<string, number>;
}

/** Attributes that note damage, the name behind it. */
export const DAMAGED = 'damaged:';

/** The only code that reads such a row. @throws Unreadable when it is not one: fail closed */
export function decodeLane(item: Item): DecodedLane {
  const state = readText(item, 'state');
  if (state !== 'open' && state !== 'closed') throw new Unreadable('state cannot be read');
  const [epoch, checkpoint] = [optional(item, 'epoch', readWhole), optional(item, 'checkpoint', readCheckpoint)];
  const retired = optional(item, 'retired', readWhole);
  const disclosure = optional(item, 'disclosure', readVersion);
  const damaged = Object.keys(item)
    .filter((name) => name.startsWith(DAMAGED))
    .map((name) => [name.slice(DAMAGED.length), readWhole(item, name)] as const);
  return {
    lane: readText(item, 'lane'),
    state,
    ...(epoch !== undefined && { epoch }),
    ...(checkpoint !== undefined && { checkpoint }),
    ...(disclosure !== undefined && { disclosure }),
    ...(retired !== undefined && { retired }),
    ...(damaged.length > 0 && { damaged: new Map(damaged) }),
    counters: decodeCounters(item),
  };
}

/** A counter beyond 2^53 is rounded, as doubles are: left out, it would be missing from every sum. @throws Unreadable */
function decodeCounters(item: Item): Record<string, number> {
  const counters: [string, number][] = [];
  for (const [name, { N }] of Object.entries(item)) {
    if (!isCounter(name)) continue;
    if (!/^\d+$/.test(N ?? '')) throw new Unreadable(`${name} cannot be read`);
    counters.push([name, Number(N)]);
  }
  return Object.fromEntries(counters);
}

/** Padded, so that the store's comparison of texts is that of versions. */
function readVersion(item: Item, name: string): string {
  const version = unpaddedVersion(readText(item, name));
  if (version === undefined) throw new Unreadable(`${name} cannot be read`);
  return version;
}

function readCheckpoint(item: Item, name: string): string {
  const checkpoint = readText(item, name);
  if (!/^\d{129}$/.test(checkpoint)) throw new Unreadable(`${name} cannot be read`);
  return checkpoint;
}
