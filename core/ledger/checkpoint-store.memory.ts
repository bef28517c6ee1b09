import type { CheckpointStore } from './checkpoint-store.ts';

export function memoryCheckpoints(): CheckpointStore & { notes: string[] } {
  const notes: string[] = [];
  return {
    notes,
    async keep(note) {
      notes.push(note);
    },
    latest: async () => notes.at(-1),
  };
}
