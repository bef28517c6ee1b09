import type { SweepStore } from './sweep.ts';
import type { StoredVersion } from './vault.ts';

export interface MemorySweepStore extends SweepStore {
  stored: StoredVersion[];
  rows: string[];
}

/** @param pageSize so that tests see several pages */
export function memorySweepStore(stored: StoredVersion[], rows: string[], pageSize = 2): MemorySweepStore {
  async function* pages<T>(items: readonly T[]) {
    for (let at = 0; at < items.length; at += pageSize) yield items.slice(at, at + pageSize);
  }
  const store: MemorySweepStore = {
    stored,
    rows,
    async *versions() {
      yield* pages(store.stored);
    },
    async *referenced() {
      yield* pages(store.rows);
    },
    async remove(versions) {
      const gone = new Set(versions.map(({ object, version }) => `${object} ${version}`));
      store.stored = store.stored.filter(({ object, version }) => !gone.has(`${object} ${version}`));
    },
  };
  return store;
}
