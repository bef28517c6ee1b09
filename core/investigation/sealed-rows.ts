import type { IndexRow } from '../vault/index-row.ts';

/** What names a row. */
export type RowKey = Pick<IndexRow, 'subject' | 'segment'>;

/** Port. Rows with their sealed messages, and the first bytes of sealed bodies. Whoever has it holds no key of a subject. */
export interface SealedRows {
  /**
   * As they are now, strongly consistent, in the order of the keys: `undefined` where there is none any more, `damaged` where it cannot be read.
   * @param keys 100 at most
   */
  rows(keys: readonly RowKey[]): Promise<(IndexRow | 'damaged' | undefined)[]>;
  /** @returns undefined when there is no such body */
  beginning(object: string, bytes: number): Promise<{ begins: Uint8Array; length: number } | undefined>;
}
