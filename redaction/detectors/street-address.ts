import { before, type Detector } from '../detector.ts';
import type { Emit } from '../spans.ts';
import { isDigitAt } from '../text/classes.ts';
import { lazily } from '../text/lazily.ts';

const ENGLISH =
  'street st avenue ave road rd boulevard blvd lane ln drive dr court ct place pl square sq terrace ter highway hwy parkway pkwy way circle cir crescent close mews alley trail loop';
const LEADING_WORDS = 'rue calle via avenida rua strada plaza piazza chemin allee impasse quai route carrer';
const LEADING = new Set(LEADING_WORDS.split(' '));
/** House number and up to four words in front of the kind of street. */
const NUMBER_BEFORE = lazily(
  () =>
    /(?:\b(?:[Aa]pt|[Uu]nit|[Ss]uite|[Ff]lat|[Nn]o)\.? ?\w{1,5},? )?\b\d{1,5}(?:[-/]\d{1,4})?[A-Za-z]?,? (?:(?:[NSEW]|North|South|East|West|NE|NW|SE|SW)\.? )?(?:[\p{Lu}\d][\p{L}\d.'’-]{0,24} ){1,4}$/u,
);
const UNIT_AFTER =
  /^\.?(?: (?:[NSEW]|NE|NW|SE|SW)\b)?(?:,? (?:apt|apartment|unit|suite|ste|flat|floor|fl|#)\.? ?[\dA-Z]{1,6})?/i;
const TOWN_AFTER =
  /^,?[ \n]{1,2}(?:[\p{Lu}][\p{L}.'’-]{1,24}[ ,]{1,2}){1,3}(?:[A-Z]{2}[ ,]{1,2})?(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)\b/u;
const LEADING_BEFORE = /(?:\b\d{1,4}(?: ?(?:bis|ter))?,? )$/i;
const LEADING_AFTER =
  /^(?: (?:de|du|des|la|le|les|del|della|dei|do|da|los|las|l'|d'))*(?: [\p{Lu}][\p{L}.'’-]{1,24}){1,4}(?:,? (?:n[.º°]? ?)?\d{1,4}[A-Za-z]?)?/u;
const GERMAN = lazily(
  () =>
    /(?:[\p{Lu}][\p{L}-]{2,30}(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|damm|ufer|steig|stieg|graben|chaussee|markt|laan|straat|kade|dijk|plein|singel|gracht|pad|gatan|vägen|gränd|stigen|vej|gade|stræde|veien|gata|katu|tie|kuja|polku|väylä|raitti|aukio|ranta|rinne)|(?:[\p{Lu}][\p{L}-]{2,20}(?:er|e) )(?:Straße|Str\.|Weg|Platz|Allee)) $/u,
);
/** Last two letters of those names: spares the longer look at nearly every number. */
const GERMAN_ENDS = new Set(
  [
    'ße',
    'se',
    'r.',
    'eg',
    'tz',
    'ee',
    'ng',
    'mm',
    'er',
    'an',
    'at',
    'en',
    'ej',
    'de',
    'ig',
    'eg',
    'en',
    'rk',
    'jk',
    'in',
    'el',
    'ht',
    'ad',
    'nd',
    'ta',
    'tu',
    'ie',
    'ja',
    'ku',
    'lä',
    'ti',
    'io',
    'ne',
    'kt',
  ].map((end) => (end.charCodeAt(0) << 16) | end.charCodeAt(1)),
);
const STATES =
  / (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? $/;
const POSTCODE = /^(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)\b/;
const BOX = /^(?:\.? ?o(?:ffice)?\.?)?,? ?box ?#? ?\d{1,6}/i;
const GERMAN_BOX = /^ ?\d[\d ]{0,8}\d/;
const GERMAN_TOWN = /^,? \d{5} \p{Lu}[\p{L}-]{1,24}/u;

export const streetAddress: Detector = {
  name: 'street-address',
  types: ['ADDRESS'],
  source:
    'USPS Publication 28 (suffixes, states), Universal Postal Union addressing solutions, Royal Mail PAF (postcodes)',
  triggers: {
    words: [...ENGLISH.split(' '), ...LEADING, 'po', 'postfach', 'p'],
    announced: true,
    digits: [1, 5],
    before: ' ',
    codes: [2, 4],
  },
  examine(text, start, end, emit, digits) {
    if (digits !== '') {
      const state = digits.length === 5 ? STATES.exec(before(text, start, 6)) : null;
      if (state !== null) {
        const plus = /^-\d{4}\b/.exec(text.slice(end, end + 6));
        emit(start - state[0].length + 1, end + (plus ? 5 : 0), 'ADDRESS');
        return;
      }
      german(text, start, end, emit);
      return;
    }
    if (isDigitAt(text, start)) {
      if (/^\d{1,3}[a-z]$/i.test(text.slice(start, end))) german(text, start, end, emit);
      return;
    }
    const word = text.slice(start, end).toLowerCase();
    if (/\d/.test(word)) {
      const code = POSTCODE.exec(text.slice(start, start + 9));
      if (code) emit(start, start + code[0].length, 'ADDRESS');
      return;
    }
    if (word === 'po' || word === 'p' || word === 'postfach') {
      const box = (word === 'postfach' ? GERMAN_BOX : BOX).exec(text.slice(end, end + 24));
      if (box && (word !== 'p' || /^\.? ?o/i.test(box[0]))) emit(start, end + box[0].length, 'ADDRESS');
      return;
    }
    if (LEADING.has(word)) {
      const name = LEADING_AFTER.exec(text.slice(end, end + 120));
      const number = LEADING_BEFORE.exec(before(text, start, 12));
      if (name && (number || /\d/.test(name[0]))) {
        emit(start - (number?.[0].length ?? 0), end + name[0].length, 'ADDRESS');
      }
      return;
    }
    const number = NUMBER_BEFORE().exec(before(text, start, 96));
    if (number === null) return;
    const tail = text.slice(end, end + 120);
    let to = tail[0] === '.' && word.length > 4 ? 0 : UNIT_AFTER.exec(tail)![0].length;
    to += TOWN_AFTER.exec(tail.slice(to))?.[0].length ?? 0;
    emit(start - number[0].length, end + to, 'ADDRESS');
  },
};

/** Whether a capital, or what is beyond ASCII, stands in the word that ends at a place. */
function hasCapital(text: string, end: number): boolean {
  for (let at = end - 1; at >= 0 && end - at < LONGEST_STREET; at--) {
    const c = text.charCodeAt(at);
    if (c === 32 || c === 10) return false;
    if ((c >= 65 && c <= 90) || c > 127) return true;
  }
  return false;
}
const LONGEST_STREET = 40;

/** `Hauptstraße 12, 10115 Berlin`: the number comes behind the street. */
function german(text: string, start: number, end: number, emit: Emit): void {
  if (!GERMAN_ENDS.has((text.charCodeAt(start - 3) << 16) | text.charCodeAt(start - 2))) return;
  if (!hasCapital(text, start - 1)) return;
  const street = GERMAN().exec(before(text, start, 48));
  if (street === null) return;
  const town = GERMAN_TOWN.exec(text.slice(end, end + 40));
  emit(start - street[0].length, end + (town?.[0].length ?? 0), 'ADDRESS');
}
