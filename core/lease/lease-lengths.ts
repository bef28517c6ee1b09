import { kidOf } from './lease-keys.ts';

/** Port: how long the leases were that were given, whatever disclosure was in force; read from the rows of the lease keys. */
export interface LeaseLengths {
  /**
   * Seconds; of leases that were issued between two times (ms). 0 when none was; `LONGEST_LEASE_SECONDS` where it was not noted, as by
   * versions before this note was kept.
   */
  longest(from: number, to: number): Promise<number>;
}

const DAY = 86_400_000;

/** Ids of the keys that leases were sealed under between two times (ms), at most a few days apart: one at least. */
export function kidsBetween(from: number, to: number): string[] {
  const last = Math.floor(to / DAY);
  const days = Math.max(0, last - Math.floor(from / DAY)) + 1;
  return Array.from({ length: days }, (_, back) => kidOf((last - back) * DAY));
}
