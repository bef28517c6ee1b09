import { classAt, LOOKALIKE_SCRIPT, WORD } from './classes.ts';

/**
 * Undoes the disguises that a reader does not see: zero-width characters, full-width and foreign digits, odd spaces and
 * dashes, mathematical letters, and Greek or Cyrillic letters inside a Latin word. One code unit becomes one or none
 * (a surrogate pair one), so that a map leads each offset back.
 *
 * Sources: Unicode TR36 (security considerations), TR39 confusables (the letters that look the same in most fonts),
 * Unicode general categories Cf, Nd, Zs, Pd.
 */
export interface Folded {
  text: string;
  /** Offset in the original of each code unit of `text`, and one past the end. */
  origin: Int32Array;
}

const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...pairs('асеорухіјѕһԁԛԝԍӏ', 'aceopyxijshdqwgl'),
  ...pairs('АВСЕНІЈКМОРЅТХУԌ', 'ABCEHIJKMOPSTXYG'),
  ...pairs('οανρτυικε', 'oavptuike'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'),
]);

function pairs(from: string, to: string): [string, string][] {
  return [...from].map((letter, i) => [letter, to[i]!]);
}

const INVISIBLE = /[\p{Cf}\p{VS}]/u;
const SPACE = /\p{Zs}/u;
const DASH = /[\p{Pd}\u2212]/u;
const FOREIGN_DIGIT = /\p{Nd}/u;
const COMPATIBLE = /[\p{No}\uFF01-\uFF5E\u2024\uFE52\uFE6B]/u;

/** Value of a decimal digit of any script: the digits of a script stand in a row that begins with its zero. */
function digitValue(c: number): number {
  let zero = c;
  while (c - zero < 9 && FOREIGN_DIGIT.test(String.fromCharCode(zero - 1))) zero--;
  return c - zero;
}

const cache = new Map<number, string>();

/** Replacement of one code unit: one character, or none. */
function foldUnit(c: number): string {
  let to = cache.get(c);
  if (to !== undefined) return to;
  const text = String.fromCharCode(c);
  if (INVISIBLE.test(text)) to = '';
  else if (SPACE.test(text)) to = ' ';
  else if (DASH.test(text)) to = '-';
  else if (c === 0x3002) to = '.';
  else if (COMPATIBLE.test(text)) {
    const plain = text.normalize('NFKC');
    to = plain.length === 1 ? plain : text;
  } else if (FOREIGN_DIGIT.test(text)) to = String(digitValue(c));
  else to = text;
  cache.set(c, to);
  return to;
}

export function fold(text: string): Folded {
  const n = text.length;
  const origin = new Int32Array(n + 1);
  const out: string[] = [];
  let count = 0;
  let i = 0;
  while (i < n) {
    const c = text.charCodeAt(i);
    if (c < 128) {
      // ASCII runs are copied whole.
      let to = i + 1;
      while (to < n && text.charCodeAt(to) < 128) to++;
      out.push(text.slice(i, to));
      for (; i < to; i++) origin[count++] = i;
      continue;
    }
    if (c === 0xd835 && i + 1 < n) {
      const plain = text.slice(i, i + 2).normalize('NFKC');
      if (plain.length === 1) {
        out.push(plain);
        origin[count++] = i;
        i += 2;
        continue;
      }
    }
    let to = foldUnit(c);
    if ((classAt(text, i) & LOOKALIKE_SCRIPT) !== 0 && besideLatin(text, i)) to = LOOKALIKES.get(text[i]!) ?? to;
    if (to !== '') {
      out.push(to);
      origin[count++] = i;
    }
    i++;
  }
  origin[count] = n;
  return { text: out.join(''), origin: origin.subarray(0, count + 1) };
}

/** How far a word is searched for a Latin letter or digit: a bound keeps the time linear. */
const WORD_REACH = 24;

function besideLatin(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && i >= at - WORD_REACH; i--) {
    const k = classAt(text, i);
    if ((k & WORD) === 0) break;
    if (text.charCodeAt(i) < 128) return true;
  }
  for (let i = at + 1; i < text.length && i <= at + WORD_REACH; i++) {
    const k = classAt(text, i);
    if ((k & WORD) === 0) break;
    if (text.charCodeAt(i) < 128) return true;
  }
  return false;
}
