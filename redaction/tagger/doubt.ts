import { LABEL } from './labels.ts';
import { commonness, FLAG, type Lexicon } from './lexicon.ts';
import { CASE, type Words } from './words.ts';

/** Lists whose words are names of something. */
const NAMED = FLAG.GIVEN | FLAG.SURNAME | FLAG.CITY | FLAG.COUNTRY | FLAG.COMPANY | FLAG.STREET | FLAG.TITLE;
const GUESSED: ReadonlySet<number> = new Set([LABEL.PERSON, LABEL.ORGANIZATION, LABEL.LOCATION]);

const flagsOf = (words: Words, lexicon: Lexicon, i: number): number =>
  lexicon.flags[lexicon.lookup(words.hash[i]!, words.check[i]!)]!;

/** Whether one of the words is a name on a list, and no frequent word of a language. */
export function isListed(words: Words, lexicon: Lexicon, first: number, last: number): boolean {
  for (let i = first; i <= last; i++) {
    const flags = flagsOf(words, lexicon, i);
    if ((flags & NAMED) !== 0 && commonness(flags) < 2) return true;
  }
  return false;
}

/**
 * Of languages other than English: words in small letters that no list has, in a text that has capitals, are words of the language. What an
 * account is called like is told from its signs.
 */
export function isSmallTalk(
  words: Words,
  lexicon: Lexicon,
  label: number,
  first: number,
  last: number,
  text: string,
): boolean {
  if (!GUESSED.has(label)) return false;
  for (let i = first; i <= last; i++) if (words.casing[i] !== CASE.LOWER) return false;
  if (/[.@_\d]/.test(text.slice(words.start[first]!, words.end[last]!))) return false;
  return !isListed(words, lexicon, first, first);
}

/** `13.20`, `9.00 tot 13.00`, `08.30-09`: times, and days that no word says are days. */
const TIMES = /^\d{1,2}(?:[.:]\d{2})?(?:(?: ?[-–] ?| \p{L}{1,3} )\d{1,2}(?:[.:]\d{2})?)?$/u;
export const isTime = (label: number, value: string): boolean => label === LABEL.DATE && TIMES.test(value);
