import { ASCII_WORD, classAt, FOLDABLE, isDigitAt, LOOKALIKE_SCRIPT, OWN_SCRIPT, WORD } from './classes.ts';

/**
 * Undoes the disguises that a reader does not see: zero-width characters, full-width and foreign digits, odd spaces and
 * dashes, mathematical letters, and Greek or Cyrillic letters inside a Latin word. One code unit becomes one or none
 * (a surrogate pair one), so that a map leads each offset back. Where a script without spaces touches a letter or digit
 * of ASCII a space is put between them: `卡号4539...` has a border for its readers, and so it has one for detectors.
 *
 * Sources: Unicode TR36 (security considerations), TR39 confusables (the letters that look the same in most fonts),
 * Unicode general categories Cf, Nd, Zs, Pd.
 */
export interface Folded {
  text: string;
  /** Offset in the original of each code unit of `text`, and one past the end. */
  origin: Int32Array;
  /** A letter of another script was read as the Latin one that it looks like: it may be what it is, too. */
  disguised: boolean;
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

const INVISIBLE = /[\p{Cf}\p{DI}\p{Cc}]/u;
/** Marks that are set over or around a character: over a digit they are ornament. */
const ORNAMENT = /[\u0300-\u036f\u20d0-\u20ff]/;
const SPACE = /\p{Zs}/u;
const DASH = /[\p{Pd}\u2212]/u;
const FOREIGN_DIGIT = /\p{Nd}/u;
const COMPATIBLE = /[\p{No}\u24B6-\u24E9\uFF01-\uFF5E\u2024\uFE52\uFE6B]/u;

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

/** @param disguises whether look-alikes are taken for Latin letters. @default true */
export function fold(text: string, disguises = true): Folded {
  const n = text.length;
  // At most one border is put before each code unit.
  const origin = new Int32Array(2 * n + 1);
  const out: string[] = [];
  let count = 0;
  let i = 0;
  /** Whether what was written last is a letter of a script of its own. */
  let own = false;
  let disguised = false;
  const border = (at: number): void => {
    out.push(' ');
    origin[count++] = at;
  };
  while (i < n) {
    const c = text.charCodeAt(i);
    if (c < 128 && (classAt(text, i) & FOLDABLE) === 0) {
      // ASCII runs are copied whole.
      let to = i + 1;
      while (to < n && text.charCodeAt(to) < 128 && (classAt(text, to) & FOLDABLE) === 0) to++;
      if (own && (classAt(text, i) & ASCII_WORD) !== 0) border(i);
      own = false;
      out.push(text.slice(i, to));
      for (; i < to; i++) origin[count++] = i;
      continue;
    }
    if (c === 0xd835 && i + 1 < n) {
      const plain = text.slice(i, i + 2).normalize('NFKC');
      if (plain.length === 1) {
        if (own) border(i);
        own = false;
        out.push(plain);
        origin[count++] = i;
        i += 2;
        continue;
      }
    }
    if (c === 0xdb40 && i + 1 < n) {
      i += 2;
      continue;
    }
    if (ORNAMENT.test(text[i]!) && endsInDigit(out)) {
      i++;
      continue;
    }
    let to = foldUnit(c);
    if ((classAt(text, i) & LOOKALIKE_SCRIPT) !== 0 && disguises && isDisguise(text, i)) {
      to = LOOKALIKES.get(text[i]!) ?? to;
      disguised = true;
    }
    if (to !== '') {
      const ownNow = to === text[i] && (classAt(text, i) & OWN_SCRIPT) !== 0;
      if (ownNow !== own && (ownNow ? endsInAscii(out) : (classAt(to, 0) & ASCII_WORD) !== 0)) border(i);
      own = ownNow;
      out.push(to);
      origin[count++] = i;
    }
    i++;
  }
  origin[count] = n;
  return { text: out.join(''), origin: origin.subarray(0, count + 1), disguised };
}

const endsInDigit = (out: readonly string[]): boolean => /\d$/.test(out[out.length - 1] ?? '');
const endsInAscii = (out: readonly string[]): boolean => {
  const last = out[out.length - 1];
  return last !== undefined && (classAt(last, last.length - 1) & ASCII_WORD) !== 0;
};

/** How far a word is searched for a Latin letter or digit: a bound keeps the time linear. */
const WORD_REACH = 24;

/**
 * Whether a letter stands in for a Latin one: its word holds letters or digits of ASCII, and of the other script nothing but
 * look-alikes. A word of that script that merely touches a value (`почта` before an address) has others as well.
 */
function isDisguise(text: string, at: number): boolean {
  let letters = false;
  let digits = false;
  for (const step of [-1, 1]) {
    for (let i = at + step; i >= 0 && i < text.length && Math.abs(i - at) <= WORD_REACH; i += step) {
      if ((classAt(text, i) & WORD) === 0) break;
      if (isDigitAt(text, i)) digits = true;
      else if (text.charCodeAt(i) < 128) letters = true;
      else if ((classAt(text, i) & OWN_SCRIPT) !== 0 && !LOOKALIKES.has(text[i]!)) return false;
    }
  }
  // Beside digits alone only capitals are a disguise, those of a code: `ναι` behind a number is a word.
  return letters || (digits && text[at] !== text[at]!.toLowerCase());
}
