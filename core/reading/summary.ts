import { Refused } from '../shared/errors.ts';
import { type IndexRow, readAttributes } from '../vault/index-row.ts';
import { type RecordPage, type RecordQuery, type RecordSummary, SUMMARY } from './reading.ts';

export const summaryOf = (row: Omit<IndexRow, 'body'>): RecordSummary =>
  Object.fromEntries(SUMMARY.map((attribute) => [attribute, row[attribute]])) as unknown as RecordSummary;

/** @throws Refused `damaged` */
export const summaryOfItem = (item: Readonly<Record<string, unknown>>): RecordSummary => readAttributes(item, SUMMARY);

/** Those that can be read, and how many cannot. */
export function recordPage(items: readonly Readonly<Record<string, unknown>>[]): RecordPage {
  const rows: RecordSummary[] = [];
  for (const item of items) {
    try {
      rows.push(summaryOfItem(item));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return { rows, unreadable: items.length - rows.length };
}

/** As many as one page holds; there may be more where it is full. */
export function onePage(rows: readonly RecordSummary[], unreadable: number, limit: number): RecordPage {
  const page = rows.slice(0, limit);
  return { rows: page, unreadable, ...(page.length === limit && { next: page.at(-1)!.segment }) };
}

/** Of segments, whose names have the order of their arrival. */
export const inOrder =
  ({ newest = false }: Pick<RecordQuery, 'newest'>) =>
  (a: Pick<RecordSummary, 'segment'>, b: Pick<RecordSummary, 'segment'>): number =>
    a.segment < b.segment === newest ? 1 : -1;
