import { randomBytes } from 'node:crypto';
import type { WordsGone } from '../../api/words.ts';
import { hashDocument } from './entry.ts';
import type { Entry, EntryFacts, LinkedFacts, Opening } from './ledger.ts';

/**
 * What somebody wrote in their own words stands beside the chains, and its entry holds a commitment to it: a chain is for ever, a text need
 * not be. The salt, which goes with the text, keeps a short one from being guessed once both are gone.
 */

/** Bytes: as many as the hash has, so that the salt is no easier to guess than it. */
const SALT_BYTES = 32;

/** Hex SHA-256 of the canonical JSON of salt and text. */
const commitmentOf = ({ salt, text }: Opening): string => hashDocument({ salt, text });

/** Parts what an appender says into what is linked for ever and what may be erased. Each time under another salt. */
export function committed({ reason: text, ...facts }: EntryFacts): { facts: LinkedFacts; opening?: Opening } {
  if (text === undefined) return { facts };
  const opening = { salt: randomBytes(SALT_BYTES).toString('base64url'), text };
  return { facts: { ...facts, commitment: commitmentOf(opening) }, opening };
}

/** Whether a text beside an entry is the one that it was written with. */
export function opens(commitment: unknown, opening: Opening): boolean {
  try {
    return commitment === commitmentOf(opening);
  } catch {
    // Half a character, which has no canonical JSON.
    return false;
  }
}

/** What there is to say of the words of an entry. Those of releases before 0.2.0 stand in it. */
export function wordsOf(
  { reason, commitment }: Pick<Entry, 'reason' | 'commitment'>,
  opening: Opening | undefined,
): { reason?: string; text?: WordsGone } {
  if (commitment === undefined) return reason === undefined ? {} : { reason };
  if (!opening) return { text: 'erased' };
  return opens(commitment, opening) ? { reason: opening.text } : { text: 'altered' };
}

/** Where the text of an entry stands beside the chains. */
export interface TextKey {
  /** `text#` and whom it is about: all about one person are one query. */
  chain: string;
  /** Of the commitment: 52 bits, which a number holds exactly. */
  seq: number;
}

/** Whom a text is about that is about nobody by name: a listing of all. No pseudonym is as short. */
export const EVERYBODY = 'everybody';

export const textChain = (subject: string): string => `text#${subject}`;

export const textKey = ({ subject = EVERYBODY, commitment }: { subject?: string; commitment: string }): TextKey => ({
  chain: textChain(subject),
  seq: Number.parseInt(commitment.slice(0, 13), 16),
});
