/**
 * One byte of flags per UTF-16 code unit, so that the scan over a text is a table look-up per character. The part beyond
 * ASCII is filled when a character is first met: filling all 65,536 at start would cost 15 ms of every cold start.
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
const UNKNOWN = 128;

/** What a token consists of. */
export const WORD = LOWER | UPPER | DIGIT | WIDE_LETTER;
export const LETTER = LOWER | UPPER | WIDE_LETTER;

export const CLASS = new Uint8Array(65536).fill(UNKNOWN);
/** Lower case without diacritics, one code unit to one: what hashes and the directory compare. */
export const PLAIN = new Uint16Array(65536);

for (let c = 0; c < 128; c++) {
  CLASS[c] = 0;
  PLAIN[c] = c;
}
for (let c = 48; c <= 57; c++) CLASS[c] = DIGIT;
for (let c = 65; c <= 90; c++) {
  CLASS[c] = UPPER;
  PLAIN[c] = c + 32;
}
for (let c = 97; c <= 122; c++) CLASS[c] = LOWER;
for (const mark of '@:%') CLASS[mark.charCodeAt(0)] = MARK;

const LETTER_OR_MARK = /[\p{L}\p{M}]/u;
const LOOKALIKE = /[\p{Script=Greek}\p{Script=Cyrillic}]/u;
const ODD = /[\p{Nd}\p{Cf}\p{Zs}\p{Pd}\p{No}\p{VS}\u3002\u2024\uFE52\uFE6B\uFF01-\uFF5E\u2212\u{1D400}-\u{1D7FF}]/u;

/** Fills the tables for one character beyond ASCII and returns its class. */
export function classify(c: number): number {
  const known = CLASS[c]!;
  if (known !== UNKNOWN) return known;
  const text = String.fromCharCode(c);
  let flags = 0;
  // Mathematical letters and digits are the pairs D835 xxxx; half a pair has no class of its own.
  if (c === 0xd835) flags = FOLDABLE;
  else if (ODD.test(text)) flags = FOLDABLE;
  else if (LETTER_OR_MARK.test(text)) flags = WIDE_LETTER | (LOOKALIKE.test(text) ? LOOKALIKE_SCRIPT : 0);
  CLASS[c] = flags;
  const base = text.normalize('NFD')[0]!.toLowerCase();
  PLAIN[c] = base.length === 1 ? base.charCodeAt(0) : c;
  return flags;
}

/** Flags of a character; 0 beyond the end of the text. */
export function classAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return 0;
  const c = text.charCodeAt(at);
  const flags = CLASS[c]!;
  return flags === UNKNOWN ? classify(c) : flags;
}

export const isDigitAt = (text: string, at: number): boolean => (classAt(text, at) & DIGIT) !== 0;
export const isWordAt = (text: string, at: number): boolean => (classAt(text, at) & WORD) !== 0;
export const isLetterAt = (text: string, at: number): boolean => (classAt(text, at) & LETTER) !== 0;
