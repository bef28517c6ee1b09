import { rowKey } from '../reading/reading.memory.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { SealedRows } from './sealed-rows.ts';

/** @param rows by their key, as the memory adapters of reading hold them @param bodies by name of the object */
export function memorySealedRows(
  rows: ReadonlyMap<string, IndexRow>,
  bodies: ReadonlyMap<string, Uint8Array>,
): SealedRows {
  return {
    rows: async (keys) => keys.map(({ subject, segment }) => rows.get(rowKey(subject, segment))),
    async beginning(object, bytes) {
      const body = bodies.get(object);
      return body && { begins: body.subarray(0, bytes), length: body.length };
    },
  };
}
