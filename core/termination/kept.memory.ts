import type { ConsentRow } from '../consent/consent-store.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { KeptRows } from './kept.ts';

export interface MemoryKept {
  subjects: ReadonlyMap<string, Pick<ConsentRow, 'state'>>;
  keys: { keys(): Iterable<string> };
  rows: ReadonlyMap<string, Pick<IndexRow, 'subject' | 'body'>>;
}

/** @param pageSize so that tests see several pages */
export function memoryKept({ subjects, keys, rows }: MemoryKept, pageSize = 2): KeptRows {
  async function* pages<T>(all: readonly T[]) {
    for (let at = 0; at < all.length; at += pageSize) yield all.slice(at, at + pageSize);
  }
  return {
    async *subjects() {
      yield* pages([...subjects].flatMap(([name, { state }]) => (state === 'erased' ? [] : [name])));
    },
    async *keys() {
      yield* pages([...keys.keys()]);
    },
    async *segments() {
      yield* pages([...rows.values()].map(({ subject, body }) => ({ subject, hasObject: 'object' in body })));
    },
  };
}
