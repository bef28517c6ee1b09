import { lazily } from '../text/lazily.ts';
import { LABEL } from './labels.ts';
import { commonness, FLAG, type Lexicon } from './lexicon.ts';
import { CASE, GAP, type Words } from './words.ts';

/** Lists whose words are names of something. */
const NAMED = FLAG.GIVEN | FLAG.SURNAME | FLAG.CITY | FLAG.COUNTRY | FLAG.COMPANY | FLAG.STREET | FLAG.TITLE;
const GUESSED: ReadonlySet<number> = new Set([LABEL.PERSON, LABEL.ORGANIZATION, LABEL.LOCATION]);

/** What a field is called stands at the begin of a line, with a colon behind it: who speaks in a chat has a name that a list has. */
export function isFieldName(
  words: Words,
  lexicon: Lexicon,
  label: number,
  first: number,
  last: number,
  text: string,
): boolean {
  if (last - first > 2 || (!GUESSED.has(label) && label !== LABEL.ADDRESS)) return false;
  const end = words.end[last]!;
  const next = text.charCodeAt(end) === 46 ? end + 1 : end;
  if (text.charCodeAt(next) !== 58 || text.charCodeAt(next + 1) !== 32) return false;
  const start = words.start[first]!;
  return (start === 0 || text.charCodeAt(start - 1) === 10) && !isListed(words, lexicon, first, last);
}

const STREET =
  /(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee|ring|damm|ufer)\b|\b(?:rue|avenue|av|bd|boulevard|place|quai|impasse|chemin|allée|calle|c\/|avda|avenida|plaza|paseo|camino|polígono|via|viale|piazza|corso|largo|strada|loc(?:alità)?|rua|travessa|praça|largo|estrada|straat|laan|plein|dijk|kade|ul|al|os|pl|aleja|osiedle|ulice|náměstí|tř|katu|tie|kuja|sok|sokak|cad|caddesi|mah|mahallesi|bulvarı)\b|(?:straat|laan|weg|plein|kade|dijk|katu|tie|kuja|gatan|vägen|vej|gade|veien)\b|(?:ул|просп|пер|наб|пл|б-р|вул|пров|площ|οδός|λεωφ|πλατεία)/iu;
/** A sentence, or what begins as one: two words in small letters, a number that ends one. */
const PROSE = lazily(
  () => /(?<!\p{L})\p{Ll}{4,}(?!\p{L})[^\d,]+(?<!\p{L})\p{Ll}{4,}(?!\p{L})|\p{L}{4}\. \p{Lu}|\d{3,}\. \p{Lu}/u,
);
/** Whether the text around words has capitals, as far as they say it. */
export function hasCapitals(words: Words, first: number, last: number): boolean {
  for (let i = first; i <= last; i++) if (words.casing[i] === CASE.LOWER_IN_LOWER) return false;
  return true;
}
const SMALL_FIRST = lazily(() => /^\p{Ll}{4,}(?!\p{L})/u);
/** An address says that it is a street, or has the number of a house or a postcode, and is no sentence. */
export const isNowhere = (label: number, value: string, inCapitals: boolean): boolean =>
  label === LABEL.ADDRESS &&
  (!/\d/.test(value) || (inCapitals && (PROSE().test(value) || SMALL_FIRST().test(value)))) &&
  !STREET.test(value);

/**
 * Of languages other than English: a given name that a list has and a word with a capital behind it are somebody, though the words around them
 * say nothing of it. Both must be of no other kind yet, and none a frequent word.
 */
export function markFullNames(words: Words, lexicon: Lexicon, labels: Uint8Array, count: number): void {
  const { casing, gap } = words;
  for (let i = 0; i + 1 < count; i++) {
    if (casing[i + 1] !== CASE.CAPITAL || labels[i] !== LABEL.O || labels[i + 1] !== LABEL.O) continue;
    if ((casing[i] !== CASE.CAPITAL && casing[i] !== CASE.CAPITAL_AT_START) || gap[i + 1] !== GAP.SPACE) continue;
    const given = flagsOf(words, lexicon, i);
    if ((given & FLAG.GIVEN) === 0 || commonness(given) > 0) continue;
    if (commonness(flagsOf(words, lexicon, i + 1)) > 1) continue;
    labels[i] = labels[i + 1] = LABEL.PERSON;
  }
}

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
