import { Context, mayPrecede } from '../../context.ts';
import type { Detector, Triggers } from '../../detector.ts';
import { isDigitAt } from '../../text/classes.ts';

/** One country's number: how it is printed, what announces it, and what makes it valid. */
export interface NationalId {
  readonly name: string;
  readonly source: string;
  readonly triggers: Triggers;
  /** The number as a document prints it, with its separators: never one in one piece. Enough without a word beside it. */
  readonly printed?: RegExp;
  /** Words that announce it. */
  readonly words: Context;
  /** Fewer than one in fifty numbers of that length is valid by accident: in one piece it needs no word beside it. */
  readonly rare?: boolean;
  /** Check digits, dates, known prefixes. `plain` has no separators, letters are in upper case. */
  readonly valid: (plain: string) => boolean;
}

const GENERIC = new Context(
  /(?:national|citizen|identity|identification|\bid\b|\bid[ -]?(?:no|num|card|#)|insurance|tax|personal|identifi|ausweis|steuer|cédula|documento|\bnin\b)[^\n]{0,24}$/i,
);

/** Checked here at load, so that a file's mistake is seen at start. */
export function nationalId(spec: NationalId): NationalId {
  if (spec.triggers.digits === undefined && spec.triggers.codes === undefined) throw new TypeError(spec.name);
  return spec;
}

/** In a number as a document prints it. */
const MOST_SEPARATORS = 6;
/** Longest number or code of any country. */
const LONGEST = 24;

/** One detector for all: what stands around a number is looked at once, not once a country. */
export function nationalIds(specs: readonly NationalId[]): Detector {
  const byDigits: NationalId[][] = Array.from({ length: LONGEST + 1 }, () => []);
  const byCode: NationalId[][] = Array.from({ length: LONGEST + 1 }, () => []);
  for (const spec of specs) {
    const { digits, codes } = spec.triggers;
    if (digits) for (let n = digits[0]; n <= digits[1]; n++) byDigits[n]!.push(spec);
    if (codes) for (let n = codes[0]; n <= codes[1]; n++) byCode[n]!.push(spec);
  }
  // Where no word announces a number: which may be told by its form, and which in one piece.
  const printedByDigits = byDigits.map((list) => list.filter(({ printed }) => printed !== undefined));
  const rare = (lists: readonly NationalId[][]) => lists.map((list) => list.filter((spec) => spec.rare === true));
  const rareByDigits = rare(byDigits);
  const rareByCode = rare(byCode);
  const shortest = range(byDigits)[0];
  return {
    name: 'national-ids',
    types: ['NATIONAL_ID'],
    source: specs.map(({ source }) => source).join('; '),
    triggers: { digits: range(byDigits), codes: range(byCode) },
    mayBegin(text, start, end) {
      if (touchesNumberBefore(text, start)) return false;
      return end - start >= shortest || !inRowBefore(text, start) || mayPrecede(text, start);
    },
    examine(text, start, end, emit, digits) {
      const length = digits !== '' ? digits.length : end - start;
      const all = digits !== '' ? byDigits[length]! : byCode[length]!;
      if (all.length === 0) return;
      if (touchesNumber(text, start, end)) return;
      const whole = digits.length === end - start || digits === '';
      const row = inRow(text, start, end);
      // In rows of numbers that nothing announces nearly every window leaves here.
      const unprinted = !whole && (row || end - start - digits.length > MOST_SEPARATORS);
      const told = mayPrecede(text, start);
      if (unprinted && !told) return;
      const unannounced = digits === '' ? rareByCode : whole ? rareByDigits : printedByDigits;
      const list = told ? all : unannounced[length]!;
      if (list.length === 0) return;
      const value = text.slice(start, end);
      const plain = digits !== '' ? digits : value.toUpperCase();
      for (let i = 0; i < list.length; i++) {
        const spec = list[i]!;
        // What costs less than check digits do.
        const printed = !row && !whole && spec.printed?.test(value) === true;
        const alone = printed || (spec.rare === true && whole);
        if (!alone && (!told || !(GENERIC.precedes(text, start) || spec.words.precedes(text, start)))) continue;
        if (!spec.valid(plain)) continue;
        emit(start, end, 'NATIONAL_ID');
        return;
      }
    },
  };
}

/** From the first to the last length that has a country. */
function range(lists: readonly NationalId[][]): [number, number] {
  const lengths = lists.flatMap((list, n) => (list.length > 0 ? [n] : []));
  return [lengths[0]!, lengths[lengths.length - 1]!];
}

/** A digit on the other side of a separator: the number is longer than this window. */
function touchesNumber(text: string, start: number, end: number): boolean {
  return touchesNumberBefore(text, start) || (joinsDigits(text, end) && isDigitAt(text, end + 1));
}

const touchesNumberBefore = (text: string, start: number): boolean =>
  joinsDigits(text, start - 1) && isDigitAt(text, start - 2);

/** `-`, `.`, `/` or `_`; also beyond the ends of a text, where no digit is. */
function joinsDigits(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return true;
  const c = text.charCodeAt(at);
  return (c >= 45 && c <= 47) || c === 95;
}

/** A group of a longer row: a card has four groups of four, Aadhaar three. */
function inRow(text: string, start: number, end: number): boolean {
  return inRowBefore(text, start) || (text[end] === ' ' && isDigitAt(text, end + 1));
}

const inRowBefore = (text: string, start: number): boolean => text[start - 1] === ' ' && isDigitAt(text, start - 2);

/** `words` as they stand before a number: `Pesel: `, `BSN nr. `. */
export const announced = (words: string): Context => new Context(new RegExp(`(?:${words})[^\\n]{0,20}$`, 'iu'));

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
