import type { Disclosure } from '../disclosure/disclosure.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import { type Caller, listable } from './access.ts';
import type { Reading, RecordPage, RecordQuery, Records } from './reading.ts';
import { orRefused, type RefusalParts } from './refusals.ts';

export interface ListParts extends RefusalParts {
  reading: Pick<Reading, 'beginListing'>;
  records: Pick<Records, 'list'>;
  disclosure: Disclosure;
}

/**
 * Who worked when, and how much, is content too: listing is reading. The reading gate is asked and the entry stands, one a request, before
 * a row is looked for; a listing that is refused is an entry as well.
 * @throws Refused `forbidden`, `gate-closed`
 */
export async function listRecords(
  parts: ListParts,
  caller: Caller,
  query: RecordQuery,
): Promise<RecordPage & { receipt: EntryReceipt }> {
  const { subject, from, to } = query;
  const facts = {
    // As with reading: subjects by their pseudonym, where it is theirs, staff by the token.
    actor: subject === caller.pseudonym ? caller.pseudonym : caller.sub,
    ...(subject !== undefined && { subject }),
  };
  return orRefused(parts, facts, async () => {
    listable(parts.disclosure, caller, query);
    const receipt = await parts.reading.beginListing({
      ...facts,
      kind: 'listing',
      at: parts.clock.now(),
      detail: { from, to },
    });
    return { ...(await parts.records.list(query)), receipt };
  });
}
