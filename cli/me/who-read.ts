import type { Language } from '../../api/languages.ts';
import { READING_WORDS } from './reading-words.ts';

/** What was looked through for whoever asks who read theirs. */
interface LookedThrough {
  /** Readings that are told. */
  found: number;
  /** Not all that there is. */
  cut: boolean;
  /** Entries that may be about anybody. */
  unreadable: number;
  /** Lists of everybody, which name nobody; undefined where the service does not say. */
  everybody: number | undefined;
}

/**
 * Whether anybody has read it, in words; undefined where some have, who are told one by one. That nobody has is a word about all there is:
 * it is said without more where all of it was looked through, and nothing in it is of nobody knows whom.
 */
export function whoRead(
  { found, cut, unreadable, everybody }: LookedThrough,
  language: Language = 'en',
): string | undefined {
  if (found > 0) return undefined;
  const { nobody } = READING_WORDS[language];
  const asFar = cut || unreadable > 0;
  if (everybody === 0) return asFar ? nobody.allAsFar : nobody.all;
  const lists = everybody === undefined ? nobody.unknown : nobody.lists(everybody);
  return `${asFar ? nobody.aloneAsFar : nobody.alone} ${lists}`;
}
