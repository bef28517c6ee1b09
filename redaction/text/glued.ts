import { SECRET_FORMATS } from '../detectors/secret-formats.ts';
import { DIGIT, LETTER, LOWER, UPPER, WIDE_LETTER } from './classes.ts';
import type { Tokens } from './tokens.ts';

/** Letters that may run into a value. */
export const LATIN = 'A-Za-z\\u00c0-\\u024f';
/** What they run into where a capital or a small letter tells where it begins: a code in capitals, a prefix that a service gives out. */
export const CODE = [
  '[A-Z]{1,6}\\d{2,}[A-Z0-9]{4,}(?![A-Za-z0-9_])',
  ...SECRET_FORMATS.flatMap(({ prefix }) => (prefix.length >= 4 ? [prefix.replace(/[$.]/g, '\\$&')] : [])),
  'eyJ[A-Za-z0-9_-]{8}',
];
/** Whether a value and letters may stand in one token: few texts hold anything of the kind. */
export const MIXED = new RegExp(
  `[${LATIN}]{2}\\d{1,4}[\\d.\\- :]|\\d{4}[${LATIN}]|[a-z\\u00df-\\u024f](?:${CODE.join('|')})`,
);

const isUpper = (c: number): boolean => c >= 65 && c <= 90;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** Prefixes that services give out up to their first sign, with it, by the two characters before that: `ghp_` by `hp`. */
const PREFIXES: string[][] = [[]];
const PREFIX_ENDS = new Uint8Array(128 * 128);
for (const { prefix } of SECRET_FORMATS) {
  const sign = prefix.search(/[^A-Za-z0-9]/);
  if (sign < 2) continue;
  const pair = (prefix.charCodeAt(sign - 2) << 7) | prefix.charCodeAt(sign - 1);
  PREFIX_ENDS[pair] ||= PREFIXES.push([]) - 1;
  PREFIXES[PREFIX_ENDS[pair]!]!.push(prefix.slice(0, sign + 1));
}
/** First two characters of those that begin with a capital, and where a capital stands behind a small letter in one. */
const PREFIX_BEGINS = new Uint8Array(128 * 128);
const PREFIX_RISES = new Uint8Array(128 * 128);
for (const prefix of ['eyJ', ...SECRET_FORMATS.map((format) => format.prefix)]) {
  if (isUpper(prefix.charCodeAt(0))) PREFIX_BEGINS[(prefix.charCodeAt(0) << 7) | prefix.charCodeAt(1)] = 1;
  for (let at = 1; at < prefix.length; at++)
    if (isUpper(prefix.charCodeAt(at)) && /[a-z]/.test(prefix[at - 1]!))
      PREFIX_RISES[(prefix.charCodeAt(at - 1) << 7) | prefix.charCodeAt(at)] = 1;
}
/** Of a code that begins with capitals. */
const MOST_CAPITALS = 6;
/** Those that consist of small letters, of which no end of a token tells. */
const PLAIN = SECRET_FORMATS.map(({ prefix }) => prefix).filter((prefix) => /^[a-z]{4,}$/.test(prefix));

/** `×` and `÷`, which stand among the letters of Latin. */
const isAmongLetters = (c: number): boolean => c === 0xd7 || c === 0xf7;

/**
 * Whether letters may run into a value anywhere in a text, or it into letters: a look at the tokens before the pattern that says so for sure
 * (`MIXED`). Where it is false, that one does not match.
 */
export function mayBeGlued(text: string, { count, start, end, flags }: Tokens): boolean {
  for (let i = 0; i < count; i++) {
    const from = start[i]!;
    const to = end[i]!;
    if (from > 0 && isAmongLetters(text.charCodeAt(from - 1))) return true;
    if (to < text.length && endsPrefix(text, from, to)) return true;
    const kind = flags[i]!;
    if ((kind & DIGIT) !== 0 && (kind & LETTER) !== 0 && hasNumber(text, from, to)) return true;
    if ((kind & UPPER) !== 0 && (kind & (LOWER | WIDE_LETTER)) !== 0 && risesIn(text, from, to)) return true;
  }
  return PLAIN.some((prefix) => text.includes(prefix));
}

/** Whether what stands behind a token is a sign of a prefix that may end with it, or one of those among letters. */
function endsPrefix(text: string, from: number, to: number): boolean {
  const c = text.charCodeAt(to);
  if (isAmongLetters(c)) return true;
  // `-`, `.`, `_`.
  if ((c !== 45 && c !== 46 && c !== 95) || to - from < 3) return false;
  const last = text.charCodeAt(to - 1);
  const before = text.charCodeAt(to - 2);
  const group = last < 128 && before < 128 ? PREFIX_ENDS[(before << 7) | last]! : 0;
  if (group === 0) return false;
  for (const prefix of PREFIXES[group]!) {
    const at = to + 1 - prefix.length;
    if (at > from && text.startsWith(prefix, at)) return true;
  }
  return false;
}

/** Two letters and a number that goes on, or four digits and a letter. */
function hasNumber(text: string, from: number, to: number): boolean {
  let letters = 0;
  let digits = 0;
  /** Letters before the digits that are being counted. */
  let before = 0;
  for (let i = from; i < to; i++) {
    if (!isDigit(text.charCodeAt(i))) {
      if (digits >= 4) return true;
      digits = 0;
      letters++;
      continue;
    }
    if (digits++ === 0) [before, letters] = [letters, 0];
    if (before >= 2 && digits >= 2) return true;
  }
  if (digits === 0 || before < 2 || to >= text.length) return false;
  const c = text.charCodeAt(to);
  // A space, `-`, `.`, `:`.
  return c === 32 || c === 45 || c === 46 || c === 58;
}

/** A capital behind another letter, and behind it what a value goes on with: `apiAKIA...`, `idAB123456`. */
function risesIn(text: string, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) {
    const c = text.charCodeAt(i);
    if (!isUpper(c)) continue;
    const before = text.charCodeAt(i - 1);
    if (isUpper(before) || isDigit(before)) continue;
    if (before < 128 && PREFIX_RISES[(before << 7) | c] === 1) return true;
    let next = i + 1;
    if (next < to && text.charCodeAt(next) < 128 && PREFIX_BEGINS[(c << 7) | text.charCodeAt(next)] === 1) return true;
    while (next < to && next - i < MOST_CAPITALS && isUpper(text.charCodeAt(next))) next++;
    if (next < to && isDigit(text.charCodeAt(next))) return true;
  }
  return false;
}
