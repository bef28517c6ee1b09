import { randomBytes } from 'node:crypto';
import type { DirectoryKeys, DirectoryStore, SealedDirectory } from './directory.ts';

export function memoryDirectoryStore(): DirectoryStore {
  let stored: SealedDirectory | undefined;
  return {
    read: async () => stored,
    facts: async () => stored && { version: stored.version, entries: stored.entries, storedAt: stored.storedAt },
    async write(directory) {
      stored = directory;
    },
  };
}

/** What is wrapped here is a number that only these keys know. */
export function memoryDirectoryKeys(): DirectoryKeys {
  const made: Uint8Array[] = [];
  return {
    async make() {
      const key = new Uint8Array(randomBytes(32));
      return { key, wrapped: new Uint8Array([made.push(key) - 1]) };
    },
    async open([index]) {
      return new Uint8Array(made[index!]!);
    },
  };
}
