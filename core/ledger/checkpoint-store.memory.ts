import type { CheckpointStore } from './checkpoint-store.ts';

export interface MemoryCheckpoints extends CheckpointStore {
  /** Versions by number, oldest first. */
  kept: Map<number, string[]>;
  /** Of releases before 0.2.0. */
  old: string[];
  /** All of them, in order. */
  readonly notes: string[];
}

export function memoryCheckpoints(): MemoryCheckpoints {
  const kept: MemoryCheckpoints['kept'] = new Map();
  const old: string[] = [];
  return {
    kept,
    old,
    get notes() {
      return [...old, ...[...kept.keys()].sort((a, b) => a - b).flatMap((number) => kept.get(number)!)];
    },
    async keep(note, number) {
      if (kept.has(number)) return false;
      kept.set(number, [note]);
      return true;
    },
    from: async (first) =>
      [...kept.keys()]
        .filter((number) => number >= first)
        .sort((a, b) => a - b)
        .flatMap((number) => kept.get(number)!.map((_, version) => ({ number, version: String(version) }))),
    read: async ({ number, version }) => kept.get(number)![Number(version)]!,
    unnumbered: async () => old.at(-1),
  };
}
