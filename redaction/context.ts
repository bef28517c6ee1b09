import { before } from './detector.ts';

/** Farthest that any context looks back, in characters. */
const REACH = 56;
/** Codes of characters, five bits: 0 is all that is no part of a word. */
const CODE_BITS = 5;
const DIGIT_CODE = 27;
const UNDERSCORE_CODE = 28;
/** In a pattern, a character that no text of ASCII holds. */
const WIDE = 29;
const CODES = new Uint8Array(128);
for (let c = 48; c <= 57; c++) CODES[c] = DIGIT_CODE;
for (let c = 65; c <= 90; c++) CODES[c] = CODES[c + 32] = c - 64;
CODES[95] = UNDERSCORE_CODE;

/** For three characters in a row, one bit per context that needs them. */
const TRIGRAMS = 1 << (3 * CODE_BITS);
const needed = new Int32Array(TRIGRAMS);
let contexts = 0;

/** Of the text and place that were asked last: a number is asked about by ten detectors one after the other. */
let lastText = '';
let lastAt = -1;
let lastBits = 0;

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
    if (c >= 128) {
      // Ignoring case, a pattern may take some of them for letters of ASCII, and words in other scripts have no bit.
      bits = -1;
      break;
    }
    trigram = ((trigram << CODE_BITS) | CODES[c]!) & (TRIGRAMS - 1);
    bits |= needed[trigram]!;
  }
  // A word that ends where the value begins.
  bits |= needed[(trigram << CODE_BITS) & (TRIGRAMS - 1)]!;
  lastText = text;
  lastAt = at;
  lastBits = bits;
  return bits;
}

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
  readonly #bit: number;

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
    this.#bit = 1 << (contexts++ % 32);
    for (const codes of alternatives(pattern.source).flatMap(needs)) {
      const free = 3 - codes.length;
      const known = codes.reduce((all, code) => (all << CODE_BITS) | code, 0);
      // What is shorter than three characters stands behind any others.
      for (let any = 0; any < 1 << (free * CODE_BITS); any++) {
        const index = (any << (codes.length * CODE_BITS)) | known;
        needed[index]! |= this.#bit;
      }
    }
  }

  /** Whether the words stand before `at`. */
  precedes(text: string, at: number): boolean {
    return (possibleBefore(text, at) & this.#bit) !== 0 && this.#pattern.test(before(text, at, this.#reach));
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

/** Of these runs of up to three codes an alternative cannot do without one; none where it has letters beyond ASCII. */
function needs(alternative: readonly string[]): number[][] {
  const runs = literals(alternative);
  if (runs.some((run) => run.includes(WIDE))) return [];
  const best = rarest(runs);
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
      run.push(CODES[literal.charCodeAt(0)] ?? WIDE);
      continue;
    }
    if (isCount(piece)) run.pop();
    // A word ends here: what follows it is no part of a word.
    if (piece === '\\b' && run.length > 0 && run[run.length - 1] !== 0) run.push(0);
    runs.push([]);
  }
  return runs;
}

/** Three codes in a row of those runs, or all of the longest one: with as many parts of words as there are. */
function rarest(runs: readonly number[][]): number[] {
  let best: readonly number[] = [];
  let from = 0;
  let most = 0;
  for (const run of runs) {
    for (let i = 0; i < run.length && (i === 0 || i + 3 <= run.length); i++) {
      let weight = 0;
      for (let k = i; k < i + 3 && k < run.length; k++) weight += run[k] === 0 ? 4 : 5;
      if (weight > most) [best, from, most] = [run, i, weight];
    }
  }
  return best.slice(from, from + 3);
}
