/**
 * Tables over UTF-16 code units, filled on first use for anything that is not ASCII: filling all 65,536 at start would
 * cost 9 ms of the function's cold start for characters that most texts never contain.
 */

/** Class of a code unit. Word characters are the ones up to DIGIT. */
export const CHAR = {
  UNKNOWN: 0,
  LOWER: 1,
  UPPER: 2,
  /** Letters without case, and combining marks. */
  CASELESS: 3,
  DIGIT: 4,
  SPACE: 5,
  NEWLINE: 6,
  PERIOD: 7,
  COMMA: 8,
  COLON: 9,
  HYPHEN: 10,
  APOSTROPHE: 11,
  QUOTE: 12,
  OPEN: 13,
  CLOSE: 14,
  SLASH: 15,
  AT: 16,
  END: 17,
  HASH: 18,
  CODE: 19,
  ANGLE: 20,
  UNDERSCORE: 21,
  OTHER: 22,
} as const;

const classes = new Uint8Array(65536);
/** Lower-case base letter of a code unit, without diacritics: what is typed on another keyboard matches too. */
const folds = new Uint16Array(65536);

const PUNCTUATION: Record<string, number> = {
  ' \t\u00a0\u200b\u202f\u2009\u3000': CHAR.SPACE,
  '\n\r\u2028\u2029': CHAR.NEWLINE,
  '.': CHAR.PERIOD,
  ',;\u3001\u060c': CHAR.COMMA,
  ':': CHAR.COLON,
  '-\u2010\u2011\u2012\u2013\u2014': CHAR.HYPHEN,
  "'\u2019\u02bc": CHAR.APOSTROPHE,
  '"\u201c\u201d\u00ab\u00bb\u2018\u201e': CHAR.QUOTE,
  '([{': CHAR.OPEN,
  ')]}': CHAR.CLOSE,
  '/\\': CHAR.SLASH,
  '@': CHAR.AT,
  '!?\u2026\u3002': CHAR.END,
  '#': CHAR.HASH,
  '`=|*$%&^~+': CHAR.CODE,
  '<>': CHAR.ANGLE,
  _: CHAR.UNDERSCORE,
};

/** Letters that Unicode does not decompose, and their usual plain spelling. */
const PLAIN: Record<string, string> = {
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ß: 's',
  æ: 'a',
  œ: 'o',
  ð: 'd',
  þ: 't',
  ı: 'i',
  ħ: 'h',
  ə: 'a',
};

for (const [characters, value] of Object.entries(PUNCTUATION)) {
  for (const character of characters) classes[character.charCodeAt(0)] = value;
}
// ASCII without the patterns that all else needs: to compile them would be a tenth of a start.
for (let code = 0; code < 128; code++) {
  folds[code] = code >= 65 && code <= 90 ? code + 32 : code || 1;
  if (classes[code] !== CHAR.UNKNOWN) continue;
  if (code >= 97 && code <= 122) classes[code] = CHAR.LOWER;
  else if (code >= 65 && code <= 90) classes[code] = CHAR.UPPER;
  else if (code >= 48 && code <= 57) classes[code] = CHAR.DIGIT;
  else classes[code] = code === 11 || code === 12 ? CHAR.SPACE : CHAR.OTHER;
}

/** Class of a code unit, from the table or computed once. */
export function classOf(code: number): number {
  const known = classes[code]!;
  if (known !== CHAR.UNKNOWN && folds[code] !== 0) return known;
  const character = String.fromCharCode(code);
  let value = known;
  if (value === CHAR.UNKNOWN) {
    if (/\p{Lu}|\p{Lt}/u.test(character)) value = CHAR.UPPER;
    else if (/\p{Ll}/u.test(character)) value = CHAR.LOWER;
    else if (/\p{L}|\p{M}/u.test(character)) value = CHAR.CASELESS;
    else if (/\p{Nd}/u.test(character)) value = CHAR.DIGIT;
    else if (/\s/u.test(character)) value = CHAR.SPACE;
    else value = CHAR.OTHER;
  }
  classes[code] = value;
  const lower = character.toLowerCase().charAt(0);
  // NFKD: full-width letters and digits become the plain ones.
  const plain = PLAIN[lower] ?? (lower.normalize('NFKD').charAt(0) || lower);
  folds[code] = plain.charCodeAt(0) || 1;
  return value;
}

/** Filled for code units that `classOf` has seen; read directly in the tokeniser's loop. */
export const CLASS_TABLE: Uint8Array = classes;
export const FOLD_TABLE: Uint16Array = folds;
