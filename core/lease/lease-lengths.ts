import { kidOf } from './lease-keys.ts';

/** Port: how long the leases were that were given, whatever disclosure was in force; read from the rows of the lease keys. */
export interface LeaseLengths {
  /**
   * Seconds; of leases that were issued between two times (ms). 0 when none was; `LONGEST_LEASE_SECONDS` where it was not noted, as by
   * versions before this note was kept.
   */
  longest(from: number, to: number): Promise<number>;
}

/** Ids of the keys that leases were sealed under between two times (ms), at most a few days apart. */
export function kidsBetween(from: number, to: number): string[] {
  const kids = new Set<string>([kidOf(to)]);
  for (let at = from; at < to; at += 86_400_000) kids.add(kidOf(at));
  return [...kids].sort();
}
