import { isDay } from '../checksums.ts';
import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';
import { before } from '../detector.ts';
import { beginsLine, goesOnBehind, isDigitAt, isWordAt } from '../text/classes.ts';

const BIRTH = new Context(
  /(?:\bdob\b|d\.o\.b|birth|\bborn\b|geboren|\bgeb\b|naissance|nacid|nacimiento|nascita|\bnat[oa]\b|geboorte|urodz|fødsel|fodsel|født|fodt)[^\n]{0,32}$/i,
);
/** Too short to be told by three of its letters. */
const NEE = /\bn[ée]e?(?![a-zà-ÿ])[^\n]{0,32}$/i;
const isBirth = (text: string, at: number): boolean => BIRTH.precedes(text, at) || NEE.test(before(text, at));
const NUMERIC = /(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})/y;
const MONTHS =
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec ' +
  'januar februar marz mai juni juli oktober dezember janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre ' +
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre ' +
  'januari februari maart mei augustus';
const DAY_BEFORE = /(?:\d{1,2}(?:st|nd|rd|th|\.)?(?: of| de)?[ -]{1,2})$/i;
const AFTER_MONTH = /(?:\.?[ -]{0,2}(\d{1,2})(?:st|nd|rd|th)?)?(?:,? (?:de )?|[ -])((?:1[89]|20)\d{2})\b/iy;

const TIME = /^(?:[ T]|, ?)\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?[AP]M\b|Z|[+-]\d{2}:?\d{2})?/i;
/** When a program wrote a line of its log. */
const SECONDS = /:\d{2}:/;

/** A date with day, month and year, written out or in numbers; a year alone is the tagger's. */
export const date: Detector = {
  name: 'date',
  types: ['DATE'],
  source: 'ISO 8601, CLDR date formats of ten locales; words for birth in ten languages',
  // Eight digits may be one group.
  triggers: { digits: [4, 8], groups: (digits) => (digits === 8 ? undefined : 3), words: MONTHS.split(' ') },
  examine(text, start, end, emit, digits) {
    if (digits === '') {
      const day = DAY_BEFORE.exec(before(text, start, 12));
      AFTER_MONTH.lastIndex = end;
      const rest = AFTER_MONTH.exec(text);
      const from = day ? start - day[0].length : start;
      if (isWordAt(text, from - 1)) return;
      if (rest && (day || rest[1])) emit(from, end + rest[0].length, 'DATE');
      else if (isBirth(text, from)) {
        const short = /^\.? ?\d{1,2}(?:st|nd|rd|th)?\b/.exec(text.slice(end, end + 8));
        if (day || short) emit(from, end + (short?.[0].length ?? 0), 'DATE');
      }
      return;
    }
    // One separator between day, month and year; eight digits may have none.
    if (end - start !== digits.length + 2 && digits.length !== 8) return;
    NUMERIC.lastIndex = start;
    const match = NUMERIC.exec(text);
    if (match === null || start + match[0].length !== end) {
      if (digits.length === 8 && match === null && isBirth(text, start)) emit(start, end, 'DATE');
      return;
    }
    if ('-/.'.includes(text.charAt(start - 1)) && isDigitAt(text, start - 2)) return;
    if ('-/.'.includes(text.charAt(end)) && isDigitAt(text, end + 1)) return;
    const [, a, separator, b, c] = match;
    if (!isDate(Number(a), Number(b), Number(c), a!.length, c!.length)) return;
    const time = TIME.exec(text.slice(end, end + 40))?.[0] ?? '';
    if (SECONDS.test(time) && beginsLine(text, start) && goesOnBehind(text, end + time.length)) return;
    const until = end + time.length;
    // Two digits of year and dots are versions too; an ISO day alone is a log's or a changelog's.
    const fullYear = a!.length === 4 || c!.length === 4;
    const dotted = separator === '.' && c!.length > 1;
    if (separator === '/' || (fullYear && (separator === '-' || dotted)) || isBirth(text, start))
      emit(start, until, 'DATE');
  },
};

function isDate(a: number, b: number, c: number, lengthA: number, lengthC: number): boolean {
  if (lengthA === 4) return a >= 1800 && a < 2100 && lengthC <= 2 && isDay(c, b);
  if (lengthA > 2 || lengthC % 2 === 1) return false;
  if (lengthC === 4 && (c < 1800 || c >= 2100)) return false;
  return isDay(a, b) || isDay(b, a);
}
