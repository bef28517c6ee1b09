import { NOTHING_YET, type WitnessState } from './witness.ts';
import type { WitnessStore } from './witness-store.ts';

export interface MemoryWitnessStore extends WitnessStore {
  /** By number. */
  readonly notes: Map<number, string>;
  /** By `folder/name`. */
  readonly beside: Map<string, string>;
  /** The newest last. */
  readonly statements: string[];
}

export function memoryWitnessStore(): MemoryWitnessStore {
  let kept: { state: WitnessState; version: number } = { state: NOTHING_YET, version: 0 };
  const notes = new Map<number, string>();
  const beside = new Map<string, string>();
  const statements: string[] = [];
  const once = <K>(map: Map<K, string>, key: K, value: string): boolean => {
    if (map.has(key)) return false;
    map.set(key, value);
    return true;
  };
  return {
    notes,
    beside,
    statements,
    read: async () => structuredClone(kept),
    async write(state, version) {
      if (kept.version !== version) return false;
      kept = structuredClone({ state, version: version + 1 });
      return true;
    },
    keep: async (note, number) => once(notes, number, note),
    note: async (number) => notes.get(number),
    keepBeside: async (folder, name, content) => once(beside, `${folder}/${name}`, content),
    publish: async (statement) => void statements.push(statement),
  };
}
