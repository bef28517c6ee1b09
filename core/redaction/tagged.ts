import type { SensitiveType } from './redactor.ts';
import { classAt, DIGIT, isDigitAt, LETTER } from './text/classes.ts';

/** A house number, a postcode or a day has no more digits in a row of numbers. */
const MOST_DIGITS = 9;
/** A mixed token of this length is a hash or a part number, not `12b` or `SW1A`. */
const LONGEST_MIXED = 6;

/**
 * Whether what the tagger calls a value may be one. The tagger goes by the look of words, and numbers all look alike:
 * which of them are identifiers is for the detectors with their checksums and words of context.
 */
export function plausible(text: string, start: number, end: number, type: SensitiveType): boolean {
  let digits = 0;
  let letters = 0;
  let separators = 0;
  for (let i = start; i < end; i++) {
    const k = classAt(text, i);
    if ((k & DIGIT) !== 0) digits++;
    else if ((k & LETTER) !== 0) letters++;
    else if (text.charCodeAt(i) !== 32) separators++;
  }
  if (digits === 0) return true;
  if (type === 'OTHER') return false;
  if (letters > 0) {
    const single = letters + digits === end - start;
    return !(single && end - start >= LONGEST_MIXED) && !versioned(text, start, end);
  }
  if (digits >= MOST_DIGITS) return false;
  const colon = text.charCodeAt(end) === 58 && isDigitAt(text, end + 1);
  const afterColon = text.charCodeAt(start - 1) === 58 && isDigitAt(text, start - 2);
  if (colon || afterColon || /^\d{1,2}:\d{2}(?::\d{2})?$/.test(text.slice(start, end))) return false;
  if (text[end] === '%' || text[start - 1] === '#') return false;
  // Dotted or dashed rows of numbers with three parts and more are dates or nothing.
  return type === 'DATE' || separators < 2;
}

/** `version 1.2.3`, `v2.0`. */
function versioned(text: string, start: number, end: number): boolean {
  return /^v(?:ersion )?\d+(?:\.\d+)+$/i.test(text.slice(start, end));
}
