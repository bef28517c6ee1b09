import type { EntryFacts } from '../ledger/ledger.ts';
import type { Grant } from './grant.ts';
import type { ReadRefusal, ReadRequest } from './reading.ts';

/** What the ledger says of a read. */
export const readFacts = ({ reader, subject, segment, purpose, reason }: ReadRequest, at: number): EntryFacts => ({
  kind: 'read',
  at,
  actor: reader,
  subject,
  segment,
  purpose,
  reason,
});

export const grantFacts = ({ reader, purpose, givenBy, givenAt, expires }: Grant): EntryFacts => ({
  kind: 'grant',
  at: givenAt,
  actor: givenBy,
  purpose,
  detail: { reader, expires },
});

const MESSAGES: Readonly<Record<ReadRefusal, string>> = {
  'gate-closed': 'the reading gate is closed by an incident',
  'no-grant': 'no live grant for this reader and purpose',
  purpose: 'the purpose is not one for this reader',
  'not-found': 'no such segment',
  expired: 'the retention of the segment has ended',
  'cool-off': 'only the subject can read the segment before its cool-off ends',
  consent: 'the subject has no live consent',
  erased: 'the subject was erased',
  'foreign-object': 'the row does not point at this segment',
  altered: 'the row is not the one that the segment was sealed with',
  damaged: 'the row cannot be read',
  'no-key': 'the key of the subject was deleted',
  'no-object': 'the object of the segment is gone',
};
export const refusalMessage = (refusal: ReadRefusal): string => MESSAGES[refusal];
