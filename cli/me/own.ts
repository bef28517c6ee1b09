import type { ApiClient } from '../../api/client.ts';
import { listRecords, readRecord } from '../../api/reading.ts';
import type { Answer } from '../../api/route.ts';
import { OWN_DATA } from '../../core/reading/reading.ts';
import type { Event } from '../../wire/event.ts';

export type OwnRecord = Answer<typeof listRecords>['records'][number];
export interface OpenedRecord {
  record: OwnRecord;
  /** As they are stored. */
  events: Event[];
  /** Where these readings stand in the ledger, one a page. */
  receipts: Answer<typeof readRecord>['receipt'][];
}

/** Of one's own, as the ledger has it. */
const WHY = { purpose: OWN_DATA, reason: 'to see what is stored of me' };
const PAGE = 1_000;

export interface Span {
  /** ms. @default from the beginning */
  from?: number;
  /** ms. @default until now */
  to?: number;
}

/** All of a span, newest first, page by page as they are asked for. */
export async function* ownRecords(api: ApiClient, span: Span, limit = PAGE): AsyncGenerator<OwnRecord> {
  let before: string | undefined;
  do {
    const page = await api.call(listRecords, {
      query: { ...span, limit, ...(before !== undefined && { before }) },
    });
    yield* page.records;
    before = page.next;
  } while (before !== undefined);
}

/** One of them, whole, however many answers it takes. @throws ApiError */
export async function openOwn(api: ApiClient, segment: string): Promise<OpenedRecord> {
  const events: Event[] = [];
  const receipts: OpenedRecord['receipts'] = [];
  for (let skip: number | undefined = 0; ; ) {
    const page: Answer<typeof readRecord> = await api.call(readRecord, {
      params: { subject: 'me', segment },
      body: { ...WHY, ...(skip > 0 && { skip }) },
    });
    // One by one: a spread of a hundred thousand arguments is too many.
    for (const event of page.events as unknown as Event[]) events.push(event);
    receipts.push(page.receipt);
    skip = page.next;
    if (skip === undefined) return { record: page.record, events, receipts };
  }
}
