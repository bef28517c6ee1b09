import { lazily } from './lazily.ts';

/**
 * Classes of UTF-16 code units, so that the scan over a text is one look-up per character. The part beyond ASCII is filled
 * when a character is first met: filling all 65,536 at start would cost 15 ms of every cold start.
 */
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 4;
/** A letter or combining mark beyond ASCII. */
export const WIDE_LETTER = 8;
/** A letter of a script with look-alikes of Latin letters (Greek, Cyrillic). Always together with WIDE_LETTER. */
export const LOOKALIKE_SCRIPT = 16;
/** A character that text/fold.ts replaces: zero-width, full-width, foreign digit, odd space or dash. */
export const FOLDABLE = 32;
/** A symbol at which a detector wants to look. */
export const MARK = 64;
/** A letter of a script that puts no space between its words and a value in ASCII, or need not. Always with WIDE_LETTER. */
export const OWN_SCRIPT = 128;
/** What is no part of a word: begins the escape of a format that texts are copied from. Shares its bit with OWN_SCRIPT. */
export const ESCAPE = 128;

/** What a token consists of. */
export const ASCII_WORD = LOWER | UPPER | DIGIT;
export const WORD = ASCII_WORD | WIDE_LETTER;
export const LETTER = LOWER | UPPER | WIDE_LETTER;

/**
 * Per code unit: the flags in the low byte, and above them its plain form: lower case without diacritics, one code unit
 * to one, what hashes and the directory compare. One look-up gives both. 0 is not known yet (and NUL, which is asked for
 * again each time).
 */
export const UNITS = new Int32Array(65536);
export const PLAIN_SHIFT = 8;
const FLAGS = (1 << PLAIN_SHIFT) - 1;

const entry = (plain: number, flags: number): number => (plain << PLAIN_SHIFT) | flags;
for (let c = 0; c < 128; c++) UNITS[c] = entry(c, 0);
for (let c = 48; c <= 57; c++) UNITS[c] = entry(c, DIGIT);
for (let c = 65; c <= 90; c++) UNITS[c] = entry(c + 32, UPPER);
for (let c = 97; c <= 122; c++) UNITS[c] = entry(c, LOWER);
for (const c of '&\\=\x1b\b\0') UNITS[c.charCodeAt(0)] = entry(c.charCodeAt(0), ESCAPE);
/** Controls that no program shows; line ends, tabs and what begins an escape are none of them. */
for (let c = 1; c < 128; c++)
  if ((c < 8 || (c > 13 && c < 27) || (c > 27 && c < 32) || c === 127) && UNITS[c]! >>> PLAIN_SHIFT === c)
    UNITS[c] = entry(c, FOLDABLE);
UNITS[0x9b] = entry(0x9b, ESCAPE);
for (const mark of '@:%') UNITS[mark.charCodeAt(0)] = entry(mark.charCodeAt(0), MARK);

const LETTER_OR_MARK = /[\p{L}\p{M}]/u;
const LATIN_OR_MARK = lazily(() => /[\p{Script=Latin}\p{Script=Inherited}\p{Script=Common}]/u);
const LOOKALIKE = /[\p{Script=Greek}\p{Script=Cyrillic}]/u;
/** `º` is a letter to Unicode, and a sign of degrees to those who write coordinates. */
const ODD = lazily(
  () =>
    /[\u00BA\u0080-\u0084\u0086-\u009A\u009C-\u009F\u24B6-\u24E9\p{Nd}\p{Cf}\p{Zs}\p{Pd}\p{No}\p{DI}\u3002\u2024\uFE52\uFE6B\uFF01-\uFF5E\u2212\u{1D400}-\u{1D7FF}]|\p{Me}/u,
);

/**
 * Letters that words of our own lists are written in, told without the patterns that all else needs: to compile those would be a fifth of a
 * start. 0 is no such letter.
 */
function commonLetter(c: number): number {
  if (c >= 0xc0 && c <= 0x24f) return c === 0xd7 || c === 0xf7 ? 0 : WIDE_LETTER;
  if (c >= 0x1ea0 && c <= 0x1ef9) return WIDE_LETTER;
  const greek = c >= 0x3ac && c <= 0x3ce;
  const cyrillic = c >= 0x400 && c <= 0x45f;
  return greek || cyrillic ? WIDE_LETTER | LOOKALIKE_SCRIPT | OWN_SCRIPT : 0;
}

/** The flags that the patterns give a character. */
export function flagsOf(c: number): number {
  const text = String.fromCharCode(c);
  // Mathematical letters and digits are the pairs D835 xxxx; half a pair has no class of its own.
  // So are tags and the larger selectors of forms, which nobody sees: DB40 xxxx.
  if (c === 0xd835 || c === 0xdb40 || ODD().test(text)) return FOLDABLE;
  if (!LETTER_OR_MARK.test(text)) return 0;
  return WIDE_LETTER | (LOOKALIKE.test(text) ? LOOKALIKE_SCRIPT : 0) | (LATIN_OR_MARK().test(text) ? 0 : OWN_SCRIPT);
}

/** Fills the table for one character beyond ASCII and returns its entry. */
export function classify(c: number): number {
  const known = UNITS[c]!;
  if (known !== 0 || c === 0) return known;
  const text = String.fromCharCode(c);
  const flags = commonLetter(c) || flagsOf(c);
  const base = text.normalize('NFD')[0]!.toLowerCase();
  UNITS[c] = entry(base.length === 1 ? base.charCodeAt(0) : c, flags);
  return UNITS[c]!;
}

/** Flags of a character; 0 beyond the end of the text. */
export function classAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return 0;
  const c = text.charCodeAt(at);
  return (UNITS[c]! || classify(c)) & FLAGS;
}

/** Hexadecimal digits, in either case. */
export function isHexAt(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 102);
}
/** A letter or digit that a value may not touch: one of a script of its own is a border. */
export const isTouchedAt = (text: string, at: number): boolean => {
  const k = classAt(text, at);
  return (k & WORD) !== 0 && (k & OWN_SCRIPT) === 0;
};
/** Whether a digit of ASCII stands between two places. */
export function hasDigit(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) return true;
  }
  return false;
}

export const isDigitAt = (text: string, at: number): boolean => (classAt(text, at) & DIGIT) !== 0;
export const isWordAt = (text: string, at: number): boolean => (classAt(text, at) & WORD) !== 0;
export const isLetterAt = (text: string, at: number): boolean => (classAt(text, at) & LETTER) !== 0;

/** Whether nothing but the bracket or the name of a month stands before a place in its line. */
export function beginsLine(text: string, at: number): boolean {
  let from = at;
  while (from > 0 && at - from < 6 && text.charCodeAt(from - 1) !== 10) from--;
  return (
    (from === 0 || text.charCodeAt(from - 1) === 10) && /^(?:\[|["'(]|\p{L}{3,5}\.? )?$/u.test(text.slice(from, at))
  );
}

/** Whether a line says more behind a place, as one of a log does. */
export const goesOnBehind = (text: string, at: number): boolean =>
  /^[^\n]{0,6}[\p{L}\d][^\n]{7}/u.test(text.slice(at, at + 15));
