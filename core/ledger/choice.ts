import { createHmac, randomBytes } from 'node:crypto';
import { CHOICES, type Choice } from '../../api/words.ts';
import { type Pseudonyms, pseudonymOf } from '../shared/pseudonym.ts';
import { type Actor, actedBy, actor } from './actor.ts';

/**
 * The entry of what a subject chooses for themselves stands under a name of its own: nobody can tell whose it is, join two of them, or
 * tell a consent from a withdrawal. The person's own token alone brings back what the names are made from.
 */
export interface PersonInLedger {
  /** Whom one entry names, made anew for each. @param at ms, of the entry */
  signs(choice: Choice, at: number): Actor<'subject'>;
  /** What this person chose by an entry; undefined where it is another's, or no choice. */
  choiceOf(entry: { kind: string; actor: string; at: number }): Choice | undefined;
}

/** Characters of the mark that makes each name another one: two choices may be of one millisecond. */
const MARK = 26;
const NAME = /^[a-z2-7]{52}$/;

/**
 * @param secret of the person (`Pseudonyms.secretOf`)
 * @param random @default node:crypto
 */
export function personWith(secret: Uint8Array, random: (bytes: number) => Uint8Array = randomBytes): PersonInLedger {
  const nameOf = (choice: Choice, at: number, mark: string): string =>
    mark + pseudonymOf(createHmac('sha256', secret).update(`choice|${choice}|${at}|${mark}`).digest());
  return {
    signs: (choice, at) => actor('subject', nameOf(choice, at, pseudonymOf(random(32)))),
    choiceOf(entry) {
      if (entry.kind !== 'choice' && entry.kind !== 'erasure') return undefined;
      const { name } = actedBy(entry);
      // An erasure of before 0.2.0 stands under the pseudonym.
      if (!NAME.test(name)) return undefined;
      return CHOICES.find((choice) => nameOf(choice, entry.at, name.slice(0, MARK)) === name);
    },
  };
}

/** @throws what KMS throws */
export const personInLedger = async (pseudonyms: Pseudonyms, issuer: string, sub: string): Promise<PersonInLedger> =>
  personWith(await pseudonyms.secretOf(issuer, sub));
