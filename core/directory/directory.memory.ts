import { createHmac, randomBytes } from 'node:crypto';
import type {
  DirectoryFacts,
  DirectoryKeys,
  DirectoryStore,
  Sealed,
  SealedDirectory,
  StoredPart,
} from './directory.ts';
import type { PartNames } from './upload.ts';

/** @param earlier what an earlier release stored */
export function memoryDirectoryStore(earlier?: SealedDirectory): DirectoryStore {
  let stored = earlier;
  const parts = new Map<string, { sealed: Sealed; facts: StoredPart }>();
  const factsOf = ({ version, entries, storedAt }: DirectoryFacts): DirectoryFacts => ({ version, entries, storedAt });
  return {
    read: async () => stored,
    facts: async () => stored && { ...factsOf(stored), parts: 'parts' in stored ? stored.parts : [] },
    part: async (id) => parts.get(id)?.sealed,
    parts: async () => new Map([...parts].map(([id, { facts }]) => [id, { ...facts }])),
    async putPart(id, sealed, facts) {
      parts.set(id, { sealed, facts: { ...facts } });
    },
    async commit(directory) {
      if (!directory.parts.every((id) => parts.has(id))) return false;
      for (const id of directory.parts) parts.get(id)!.facts.at = directory.storedAt;
      stored = directory;
      return true;
    },
    async dropPart(id, at) {
      if (parts.get(id)?.facts.at === at) parts.delete(id);
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

export const memoryPartNames: PartNames = async (hash) =>
  createHmac('sha256', 'key').update(hash).digest('hex').slice(0, 32);
