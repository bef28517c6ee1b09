import type { DirectoryStore, SealedDirectory } from './directory.ts';

export function createMemoryDirectoryStore(): DirectoryStore {
  let stored: SealedDirectory | undefined;
  return {
    read: async () => stored,
    async write(directory) {
      stored = directory;
    },
  };
}
