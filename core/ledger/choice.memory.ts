import { createHash } from 'node:crypto';
import { type PersonInLedger, personWith } from './choice.ts';

/** A person of tests, who is called by their subject. */
export const memoryPerson = (subject: string): PersonInLedger & { subject: string } => ({
  subject,
  ...personWith(createHash('sha256').update(`secret of ${subject}`).digest()),
});
