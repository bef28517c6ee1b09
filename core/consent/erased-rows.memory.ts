import type { IndexRow } from '../vault/index-row.ts';
import type { IndexedRows } from './erase.ts';

type Row = Pick<IndexRow, 'subject' | 'keyId'>;

export const memoryIndexedRows = (rows: Map<string, Row>): IndexedRows => ({
  async erase(subject, keyIds) {
    const erased = [...rows].filter(([, row]) => row.subject === subject && keyIds.has(row.keyId));
    for (const [name] of erased) rows.delete(name);
    return erased.length;
  },
});
