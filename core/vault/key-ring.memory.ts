import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '../shared/clock.ts';
import { DamagedKey } from '../shared/damaged-key.ts';
import { Refused } from '../shared/errors.ts';
import { createKeyCache } from './key-cache.ts';
import type { KeyRing } from './key-ring.ts';

export interface MemoryKeyRing extends KeyRing {
  /** What the key table would hold. */
  readonly keys: Map<string, Uint8Array>;
}

export interface MemoryKeyRingOptions {
  /** Shared with another ring, as two function instances share the key table. @default a new one */
  keys?: Map<string, Uint8Array>;
  clock?: Clock;
}

export function memoryKeyRing({ keys = new Map(), clock = systemClock }: MemoryKeyRingOptions = {}): MemoryKeyRing {
  const cache = createKeyCache({
    clock,
    async unwrap(keyId) {
      const key = keys.get(keyId);
      if (!key) throw new Refused('no-key', `key ${keyId} was deleted`);
      if (key.length !== 32) throw new DamagedKey(`key:${keyId}`);
      return new Uint8Array(key);
    },
  });
  return {
    keys,
    async create() {
      const keyId = randomBytes(16).toString('hex');
      keys.set(keyId, new Uint8Array(randomBytes(32)));
      return keyId;
    },
    open: cache.open,
    has: async (keyId) => keys.has(keyId),
    forget: cache.forget,
    async destroy(keyId) {
      keys.delete(keyId);
      cache.forget(keyId);
    },
  };
}
