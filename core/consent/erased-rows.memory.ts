import type { IndexRow } from '../vault/index-row.ts';
import type { IndexedRows } from './erase.ts';
import { isTrimmed } from './trims.ts';

type Row = Pick<IndexRow, 'subject' | 'keyId'> & Partial<Pick<IndexRow, 'segment' | 'arrivedFrom' | 'arrivedTo'>>;

export function memoryIndexedRows(rows: Map<string, Row>): IndexedRows {
  const deleted = (subject: string, goes: (row: Row) => boolean): number => {
    const gone = [...rows].filter(([, row]) => row.subject === subject && goes(row));
    for (const [name] of gone) rows.delete(name);
    return gone.length;
  };
  return {
    erase: async (subject, keyIds) => deleted(subject, ({ keyId }) => keyIds === 'all' || keyIds.has(keyId)),
    trim: async (subject, trims) => deleted(subject, (row) => isTrimmed(trims, row)),
  };
}
