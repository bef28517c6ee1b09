import type { DisclosureNotes, NotedVersions } from './in-force.ts';

export function memoryDisclosureNotes(): DisclosureNotes {
  const notes = new Map<number, NotedVersions>();
  return {
    read: async (major) => structuredClone(notes.get(major)),
    async write(major, next, seen) {
      if (notes.get(major)?.revision !== seen?.revision) return false;
      notes.set(major, structuredClone(next));
      return true;
    },
  };
}
