import type { Row } from './row.ts';
import type { TableName } from './tables.ts';

/** Two copies of one table: as it was at a moment, and as it is now. Only that of then is ever written. */
export interface Copies {
  table: TableName;
  /** All rows, a page at a time. */
  pages(which: Which): AsyncIterable<readonly Row[]>;
  /** Rows with the keys of these, as far as they are there. */
  find(which: Which, rows: readonly Row[]): Promise<readonly Row[]>;
  /**
   * Into the copy of then, where the row is still as it was seen.
   * @param seen nothing: there was none
   * @param row nothing: it is deleted
   * @throws CopyMoved when somebody else changed it
   */
  write(row: Row | undefined, seen: Row | undefined): Promise<void>;
}
export type Which = 'old' | 'now';
