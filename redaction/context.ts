/** Farthest that any context looks back, in characters. */
const REACH = 56;
/** Codes of characters, five bits: 0 is all that is no part of a word. */
const CODE_BITS = 5;
const DIGIT_CODE = 27;
const UNDERSCORE_CODE = 28;
/** Any character beyond ASCII, beside two of ASCII. */
const WIDE_CODE = 29;
/** In a pattern, a character beyond ASCII: so many times its code unit. */
const WIDE = 256;
const CODES = new Uint8Array(128);
for (let c = 48; c <= 57; c++) CODES[c] = DIGIT_CODE;
for (let c = 65; c <= 90; c++) CODES[c] = CODES[c + 32] = c - 64;
CODES[95] = UNDERSCORE_CODE;
const SLASH = 47;
CODES[SLASH] = 30;
/** How rare letters are in the languages of the world's Latin script, roughly: what stands in every second word tells little. */
const RARITY = new Uint8Array(1 << CODE_BITS).fill(3);
for (const [rarity, letters] of ['e', 'anirtos', 'dlucm', 'pghvbfk', 'wyz', 'jxq'].entries())
  for (const letter of letters) RARITY[letter.charCodeAt(0) - 96] = rarity;

/** For three characters in a row, one bit per context that needs them. */
const TRIGRAMS = 1 << (3 * CODE_BITS);
const needed = new Int32Array(TRIGRAMS);
let contexts = 0;

/** Characters beyond ASCII that contexts need, by the bit of a context. */
const wide: string[] = Array.from({ length: 32 }, () => '');
/** Bits of the contexts that need such a character, told by the engine's own rules of case when the character is first met. */
let wideBits:
  | { readonly bits: Int32Array; readonly known: Uint8Array; readonly forms: readonly WideForm[] }
  | undefined;
interface WideForm {
  readonly bit: number;
  readonly forms: readonly RegExp[];
}
/** Ignoring case, a pattern may take them for an `s` and a `k` of ASCII. */
const LONG_S = 0x17f;
const KELVIN = 0x212a;

function bitsOfWide(c: number): number {
  if (c === LONG_S || c === KELVIN || (c >= 0xd800 && c <= 0xdfff)) return -1;
  wideBits ??= {
    bits: new Int32Array(65536),
    known: new Uint8Array(65536),
    forms: wide.flatMap((characters, n) =>
      characters === ''
        ? []
        : [{ bit: 1 << n, forms: ['i', 'iu'].map((flags) => new RegExp(`[${characters}]`, flags)) }],
    ),
  };
  const { bits, known, forms } = wideBits;
  if (known[c] === 0) {
    const character = String.fromCharCode(c);
    for (const one of forms) if (one.forms.some((form) => form.test(character))) bits[c]! |= one.bit;
    known[c] = 1;
  }
  return bits[c]!;
}

/** Of the text and place that were asked last: a number is asked about by ten detectors one after the other. */
let lastText = '';
let lastAt = -1;
let lastBits = 0;
/** Counts the places that were asked about. */
let place = 0;

/** Bits of the contexts whose three characters stand somewhere before `at`. */
function possibleBefore(text: string, at: number): number {
  if (at === lastAt && text === lastText) return lastBits;
  let trigram = 0;
  let bits = 0;
  let from = Math.max(0, at - REACH);
  // Where nothing stood before a number just before, only what is behind that is new: cells of a table are read once.
  if (lastBits === 0 && at > lastAt && lastAt - 2 >= from && text === lastText) from = lastAt - 2;
  for (let i = from; i < at; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128 || c === SLASH) {
      // What ends a word as well, of any pattern without `u`.
      if (c >= 128) bits |= bitsOfWide(c);
      bits |= needed[(trigram << CODE_BITS) & (TRIGRAMS - 1)]!;
      trigram = ((trigram << CODE_BITS) | (c >= 128 ? WIDE_CODE : CODES[c]!)) & (TRIGRAMS - 1);
    } else trigram = ((trigram << CODE_BITS) | CODES[c]!) & (TRIGRAMS - 1);
    bits |= needed[trigram]!;
  }
  // A word that ends where the value begins.
  bits |= needed[(trigram << CODE_BITS) & (TRIGRAMS - 1)]!;
  lastText = text;
  lastAt = at;
  lastBits = bits;
  place++;
  return bits;
}

/** Bits of the contexts (`Context.bit`) that may stand before a place; more than one may share a bit. */
export const contextsBefore: (text: string, at: number) => number = possibleBefore;

/** Whether any context may precede `at`: where not, no look at one of them is worth its call. */
export const mayPrecede = (text: string, at: number): boolean => possibleBefore(text, at) !== 0;

/**
 * Words before a value that say what it is: `(?:word|another word)[^\n]{0,24}$`. Such patterns cost far more than all else
 * that is asked about a number, and hardly any number has such words before it. So three characters that each alternative
 * needs are taken from the pattern when it is made; one pass over what stands before a number, the same for all contexts,
 * tells which of them can match at all.
 */
export class Context {
  readonly #pattern: RegExp;
  readonly #reach: number;
  /** The one that it has in `contextsBefore`. */
  readonly bit: number;
  /** What the pattern said of the place that was asked about last: the windows of a number ask one after the other. */
  #place = -1;
  #says = false;

  /**
   * @param pattern one group of alternatives, then what may stand between it and the value; case ignored.
   * @param reach characters before the value in which the pattern looks. @default 48
   * @throws TypeError when the pattern has another form, RangeError when the reach is beyond 56.
   */
  constructor(pattern: RegExp, reach = 48) {
    if (reach > REACH) throw new RangeError(`reach of ${reach}`);
    this.#pattern = pattern;
    this.#reach = reach;
    // What was asked before knows nothing of this one.
    lastAt = -1;
    // Contexts that share a bit are tried a little more often.
    const n = contexts++ % 32;
    this.bit = 1 << n;
    wideBits = undefined;
    for (const codes of alternatives(pattern.source).flatMap(needs)) {
      if (codes[0]! >= WIDE) {
        // Half a pair has no case; a text with one is always tried.
        wide[n] += String.fromCharCode(codes[0]! / WIDE);
        continue;
      }
      const free = 3 - codes.length;
      const known = codes.reduce((all, code) => (all << CODE_BITS) | code, 0);
      // What is shorter than three characters stands behind any others.
      for (let any = 0; any < 1 << (free * CODE_BITS); any++) {
        const index = (any << (codes.length * CODE_BITS)) | known;
        needed[index]! |= this.bit;
      }
    }
  }

  /** Whether the words stand before `at`. */
  precedes(text: string, at: number): boolean {
    if ((possibleBefore(text, at) & this.bit) === 0) return false;
    if (this.#place !== place) {
      this.#place = place;
      this.#says = this.#pattern.test(text.slice(Math.max(0, at - this.#reach), at));
    }
    return this.#says;
  }
}

/** The alternatives of the group that a pattern begins with, and cannot do without. */
function alternatives(source: string): string[][] {
  const all = pieces(source);
  const end = endOfGroup(all, 0);
  if (all[0] !== '(?:' || branches(all).length > 1 || isCount(all[end + 1] ?? ''))
    throw new TypeError(`not a group of words and what may follow it: ${source}`);
  return branches(all.slice(1, end));
}

/** Where the group ends that begins at a piece. */
function endOfGroup(all: readonly string[], begin: number): number {
  let depth = 0;
  return all.findIndex((piece, at) => {
    if (at >= begin) depth += nesting(piece);
    return at >= begin && depth === 0;
  });
}

/** Of these runs of up to three codes an alternative cannot do without one; a character beyond ASCII is one alone. */
function needs(alternative: readonly string[]): number[][] {
  const all = literals(alternative);
  const best = rarest(all.flatMap(withoutWide));
  const [beyond] = all.flatMap((run) => run.filter((code) => code >= WIDE));
  if (beyond !== undefined && best.filter((code) => code !== 0).length < 3) {
    // Two letters of ASCII beside one say more than that one, which a language has in every second word.
    const beside = rarest(all.map((run) => run.map((code) => (code >= WIDE ? WIDE_CODE : code))));
    return beside.filter((code) => code !== 0 && code !== WIDE_CODE).length === 2 && beside.includes(WIDE_CODE)
      ? [beside]
      : [[beyond]];
  }
  if (best.some((code) => code !== 0)) return [best];
  // No words of its own: those of its first group that is not optional.
  for (let at = 0; at < alternative.length; at++) {
    if (alternative[at] !== '(?:') continue;
    const end = endOfGroup(alternative, at);
    if (!isCount(alternative[end + 1] ?? '')) return branches(alternative.slice(at + 1, end)).flatMap(needs);
    at = end;
  }
  return [best];
}

/** Escapes, classes, counts and the heads of groups in one piece, all else by character. */
const pieces = (source: string): string[] => source.match(/\\.|\[(?:\\.|[^\]])*\]|\{[^}]*\}|\(\?:|[\s\S]/gu) ?? [];
const nesting = (piece: string): number => (piece.startsWith('(') ? 1 : piece === ')' ? -1 : 0);
/** What makes the piece before it optional, or may. */
const isCount = (piece: string): boolean => '?*{'.includes(piece.charAt(0) || ' ');

/** What stands between the `|` that are in no group. */
function branches(all: readonly string[]): string[][] {
  const found: string[][] = [[]];
  let depth = 0;
  for (const piece of all) {
    depth += nesting(piece);
    if (piece === '|' && depth === 0) found.push([]);
    else found[found.length - 1]!.push(piece);
  }
  return found;
}

/** What stands between the characters beyond ASCII of a run. */
function withoutWide(run: readonly number[]): number[][] {
  const parts: number[][] = [[]];
  for (const code of run) {
    if (code >= WIDE) parts.push([]);
    else parts[parts.length - 1]!.push(code);
  }
  return parts;
}

const isEscaped = (piece: string): boolean => piece.length === 2 && /^\\[^a-z0-9]$/i.test(piece);
/** One character, which may be two code units. */
const isOne = (piece: string): boolean => piece.length === 1 || (piece.length === 2 && piece.codePointAt(0)! > 0xffff);

/** Runs of characters that an alternative cannot do without, as codes. Groups, classes and what is optional end a run. */
function literals(alternative: readonly string[]): number[][] {
  const runs: number[][] = [[]];
  let depth = 0;
  for (const piece of alternative) {
    const run = runs[runs.length - 1]!;
    depth += nesting(piece);
    const literal = isEscaped(piece) ? piece[1]! : piece;
    if (depth === 0 && isOne(literal) && !'.()?*+$^'.includes(piece)) {
      run.push(CODES[literal.charCodeAt(0)] ?? literal.charCodeAt(0) * WIDE);
      continue;
    }
    if (isCount(piece)) run.pop();
    // A word ends here: what follows it is no part of a word.
    if (piece === '\\b' && run.length > 0 && run[run.length - 1] !== 0) run.push(0);
    runs.push([]);
  }
  return runs;
}

/** Any letter says more than the end of a word. */
const weightOf = (code: number): number => (code === 0 ? 8 : code === WIDE_CODE ? 9 : 10 + RARITY[code]!);

/** Three codes in a row of those runs, or all of the longest one: with as many parts of words as there are. */
function rarest(runs: readonly number[][]): number[] {
  let best: readonly number[] = [];
  let from = 0;
  let most = 0;
  for (const run of runs) {
    for (let i = 0; i < run.length && (i === 0 || i + 3 <= run.length); i++) {
      let weight = 0;
      for (let k = i; k < i + 3 && k < run.length; k++) weight += weightOf(run[k]!);
      if (weight > most) [best, from, most] = [run, i, weight];
    }
  }
  return best.slice(from, from + 3);
}
