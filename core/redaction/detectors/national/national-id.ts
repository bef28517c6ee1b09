import { before, type Detector, type Triggers } from '../../detector.ts';
import { isDigitAt, isWordAt } from '../../text/classes.ts';

/** One country's number: how it is printed, what announces it, and what makes it valid. */
export interface NationalId {
  readonly name: string;
  readonly source: string;
  readonly triggers: Triggers;
  /** The number as a document prints it, with its separators. Enough without a word beside it. */
  readonly printed?: RegExp;
  /** Words that announce it. */
  readonly words: RegExp;
  /** Fewer than one in fifty numbers of that length is valid by accident: in one piece it needs no word beside it. */
  readonly rare?: boolean;
  /** Check digits, dates, known prefixes. `plain` has no separators, letters are in upper case. */
  readonly valid: (plain: string) => boolean;
}

const GENERIC =
  /(?:national|citizen|identity|identification|\bid\b|\bid[ -]?(?:no|num|card|#)|insurance|tax|personal|identifi|ausweis|steuer|cédula|documento|\bnin\b)[^\n]{0,24}$/i;

export function nationalId(spec: NationalId): Detector {
  return {
    name: spec.name,
    types: ['NATIONAL_ID'],
    source: spec.source,
    triggers: spec.triggers,
    examine(text, start, end, emit, digits) {
      if (isWordAt(text, start - 1) || isWordAt(text, end) || touchesNumber(text, start, end)) return;
      const value = text.slice(start, end);
      const plain = digits !== '' ? digits : value.toUpperCase();
      if (!spec.valid(plain)) return;
      const context = before(text, start);
      const whole = plain.length === value.length;
      if ((spec.rare && whole) || (spec.printed?.test(value) && !inRow(text, start, end)))
        emit(start, end, 'NATIONAL_ID');
      else if (spec.words.test(context) || GENERIC.test(context)) emit(start, end, 'NATIONAL_ID');
    },
  };
}

/** A digit on the other side of a separator: the number is longer than this window. */
function touchesNumber(text: string, start: number, end: number): boolean {
  return (
    ('-./_'.includes(text[start - 1] ?? ' ') && isDigitAt(text, start - 2)) ||
    ('-./_'.includes(text[end] ?? ' ') && isDigitAt(text, end + 1))
  );
}

/** A group of a longer row: a card has four groups of four, Aadhaar three. */
function inRow(text: string, start: number, end: number): boolean {
  return (text[start - 1] === ' ' && isDigitAt(text, start - 2)) || (text[end] === ' ' && isDigitAt(text, end + 1));
}

/** `words` as they stand before a number: `Pesel: `, `BSN nr. `. */
export const announced = (words: string): RegExp => new RegExp(`(?:${words})[^\\n]{0,20}$`, 'iu');

/** YYMMDD at an index. */
export function dateAt(digits: string, at: number): boolean {
  const month = Number(digits.slice(at + 2, at + 4));
  const day = Number(digits.slice(at + 4, at + 6));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** DDMMYY at an index. */
export function dayFirstAt(digits: string, at: number): boolean {
  const day = Number(digits.slice(at, at + 2));
  const month = Number(digits.slice(at + 2, at + 4));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
