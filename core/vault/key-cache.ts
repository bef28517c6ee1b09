import type { Clock } from '../shared/clock.ts';

export interface KeyCacheOptions {
  /** Fetches and unwraps one key: 32 bytes. */
  unwrap: (keyId: string) => Promise<Uint8Array>;
  clock: Clock;
  /** @default 5 */
  minutes?: number;
  /** Keys held at most; the one unused for longest goes first. @default 20,000 */
  size?: number;
}

export interface KeyCache {
  open(keyId: string): Promise<Uint8Array>;
  forget(keyId: string): void;
}

/**
 * Unwrapped keys for minutes, one fetch per key however many ask at once. Each caller gets a copy of its own, and the
 * kept bytes are never zeroed: somebody may be copying them (the SDK's own cache zeroes a key that an encrypt in flight
 * still holds, and then encrypts under zeros). A failure is not kept.
 */
export function createKeyCache({ unwrap, clock, minutes = 5, size = 20_000 }: KeyCacheOptions): KeyCache {
  const kept = new Map<string, { key: Promise<Uint8Array>; until: number }>();

  const fetch = (keyId: string): Promise<Uint8Array> => {
    const key = unwrap(keyId);
    const entry = { key, until: clock.now() + minutes * 60_000 };
    kept.set(keyId, entry);
    if (kept.size > size) kept.delete(kept.keys().next().value!);
    key.catch(() => {
      if (kept.get(keyId) === entry) kept.delete(keyId);
    });
    return key;
  };

  return {
    async open(keyId) {
      const found = kept.get(keyId);
      let key: Promise<Uint8Array>;
      if (found && clock.now() < found.until) {
        // Moved to the end: a Map keeps the order of insertion, so that the first is the one unused for longest.
        kept.delete(keyId);
        kept.set(keyId, found);
        key = found.key;
      } else {
        kept.delete(keyId);
        key = fetch(keyId);
      }
      return new Uint8Array(await key);
    },
    forget(keyId) {
      kept.delete(keyId);
    },
  };
}
