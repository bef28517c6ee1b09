import { type ActorOf, actor } from '../ledger/actor.ts';
import type { FactsOf } from '../ledger/ledger.ts';
import type { Grant } from './grant.ts';
import { OWN_DATA, type ReadRefusal, type ReadRequest } from './reading.ts';

/** As `readerOf` named them: the subject by their pseudonym, everybody else by the name of their office. */
export const readBy = ({
  reader,
  subject,
  purpose,
}: Pick<ReadRequest, 'reader' | 'purpose'> & { subject?: string }): ActorOf<'read'> =>
  actor(purpose === OWN_DATA || reader === subject ? 'subject' : 'reader', reader);

/** Of a read of what is nobody's (`decoy.ts`): by it the schedule knows it, who has no key to make names with. */
export const DECOY = { decoy: true } as const;

/** What the ledger says of a read. */
export const readFacts = ({ reader, subject, segment, purpose, reason }: ReadRequest, at: number): FactsOf<'read'> => ({
  kind: 'read',
  at,
  actor: readBy({ reader, subject, purpose }),
  subject,
  segment,
  purpose,
  reason,
});

export const grantFacts = ({ reader, purpose, givenBy, givenAt, expires, asked, policy }: Grant): FactsOf<'grant'> => ({
  kind: 'grant',
  at: givenAt,
  actor: actor('giver', givenBy),
  purpose,
  detail: { reader, expires, ...(asked !== undefined && { asked }), ...(policy !== undefined && { policy }) },
});

export const revocationFacts = (
  { reader, purpose, givenAt }: Grant,
  by: ActorOf<'revocation'>,
  at: number,
): FactsOf<'revocation'> => ({ kind: 'revocation', at, actor: by, purpose, detail: { reader, given: givenAt } });

const MESSAGES: Readonly<Record<Exclude<ReadRefusal, 'limit'>, string>> = {
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
export const refusalMessage = (refusal: keyof typeof MESSAGES): string => MESSAGES[refusal];
