import { randomBytes } from 'node:crypto';
import { DamagedKey } from '../shared/damaged-key.ts';
import { kidOf, type LeaseKeys } from './lease-keys.ts';
import { kidsBetween, type LeaseLengths } from './lease-lengths.ts';

export interface MemoryLeaseKeys extends LeaseKeys, LeaseLengths {
  readonly keys: Map<string, Uint8Array>;
}

/**
 * @param keys shared with another instance, as a table is @default a new one
 * @param lengths of leases by key, shared alike @default none were given
 */
export function memoryLeaseKeys(
  keys: Map<string, Uint8Array> = new Map(),
  lengths: Map<string, number> = new Map(),
): MemoryLeaseKeys {
  return {
    keys,
    async current(now) {
      const kid = kidOf(now);
      const key = keys.get(kid) ?? new Uint8Array(randomBytes(32));
      keys.set(kid, key);
      return { kid, key };
    },
    async note(now, seconds) {
      lengths.set(kidOf(now), Math.max(lengths.get(kidOf(now)) ?? 0, seconds));
    },
    async open(kid) {
      const key = keys.get(kid);
      if (key && key.length !== 32) throw new DamagedKey(`lease-key:${kid}`);
      return key;
    },
    longest: async (from, to) => Math.max(...kidsBetween(from, to).map((kid) => lengths.get(kid) ?? 0)),
  };
}
