import { randomBytes } from 'node:crypto';
import { kidOf, type LeaseKeys } from './lease-keys.ts';

export interface MemoryLeaseKeys extends LeaseKeys {
  readonly keys: Map<string, Uint8Array>;
}

/** @param keys shared with another instance, as a table is @default a new one */
export function memoryLeaseKeys(keys: Map<string, Uint8Array> = new Map()): MemoryLeaseKeys {
  return {
    keys,
    async current(now) {
      const kid = kidOf(now);
      const key = keys.get(kid) ?? new Uint8Array(randomBytes(32));
      keys.set(kid, key);
      return { kid, key };
    },
    open: async (kid) => keys.get(kid),
  };
}
