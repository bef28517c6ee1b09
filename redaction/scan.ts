import type { Detector } from './detector.ts';
import { Asked, MOST_DIGITS, NumberTriggers } from './number-triggers.ts';
import type { Emit } from './spans.ts';
import { DIGIT, LETTER, LOWER, UPPER } from './text/classes.ts';
import { hashWord, type Tokens } from './text/tokens.ts';

/** A row of more groups is one in which detectors are asked first whether anything may begin with a group: in a short one that costs more than it saves. */
const LONG_ROW = 4;
/** Most characters between two groups of one number: `) - (`. */
const WIDEST_GAP = 4;
const BOTH_CASES = LOWER | UPPER;
const LONGEST_CODE = 64;
const SEPARATORS = new Uint8Array(128);
for (const c of ' -./()+_*|') SEPARATORS[c.charCodeAt(0)] = 1;

/** A detector that wants numbers: with so many digits, one bit each. */
interface RowDetector {
  readonly asked: Asked;
  readonly mayBegin: Detector['mayBegin'];
  readonly lengths: number;
  readonly announced: boolean;
  readonly atEdges: boolean;
  readonly whole: boolean;
}

/** The upper thirteen bits of a hash are a byte of the filter, three more a bit of it. */
const FILTER_SHIFT = 19;

const NO_ROW = { end: -1, fraction: -1, borderBefore: -1 };

/**
 * Calls the detectors at the places that the tokens of a text offer. Every token costs two table look-ups; only what a
 * detector asked for costs more.
 */
export class Scanner {
  readonly #numbers: readonly NumberTriggers[];
  /** Who wants numbers, for long rows of them. */
  readonly #ofRows: RowDetector[] = [];
  /** Of these, the ones that may find what begins with a group of a row. */
  readonly #open: RowDetector[] = [];
  readonly #byCode: Asked[][] = Array.from({ length: LONGEST_CODE + 1 }, () => []);
  readonly #byMixedCase: Asked[][] = Array.from({ length: LONGEST_CODE + 1 }, () => []);
  readonly #byMark: Asked[][] = Array.from({ length: 128 }, () => []);
  /** Index into `#prefixes` by the first two characters; 0 is none. */
  readonly #prefixPairs = new Uint8Array(128 * 128);
  readonly #prefixes: { prefix: string; asked: Asked }[][] = [[]];
  readonly #wordFilter = new Uint8Array(1 << (32 - FILTER_SHIFT));
  readonly #wordKeys: Int32Array;
  readonly #wordIndex: Uint16Array;
  /** The row of numbers that was read last: its last token, that behind its last fraction, and behind its last border but one. */
  #row = NO_ROW;
  readonly #words: Asked[][] = [[]];

  constructor(detectors: readonly Detector[]) {
    this.#numbers = NumberTriggers.of(detectors);
    const words = new Map<number, Asked[]>();
    for (const detector of detectors) {
      const asked = new Asked(detector);
      const { digits, codes, marks, mixedCase, prefixes } = detector.triggers;
      const { announced = false, atEdges = false, whole = false } = detector.triggers;
      let lengths = 0;
      for (let n = digits?.[0] ?? 1; n <= (digits?.[1] ?? 0); n++) lengths |= 1 << n;
      if (lengths !== 0) this.#ofRows.push({ asked, mayBegin: detector.mayBegin, lengths, announced, atEdges, whole });
      if (codes) for (let n = codes[0]; n <= Math.min(codes[1], LONGEST_CODE); n++) this.#byCode[n]!.push(asked);
      for (let n = mixedCase ?? LONGEST_CODE + 1; n <= LONGEST_CODE; n++) this.#byMixedCase[n]!.push(asked);
      for (const mark of marks ?? '') this.#byMark[mark.charCodeAt(0)]!.push(asked);
      for (const prefix of prefixes ?? []) this.#addPrefix(prefix, asked);
      for (const word of detector.triggers.words ?? []) {
        const hash = hashWord(word);
        const list = words.get(hash);
        // Words that differ by case and diacritics alone have one hash.
        if (list?.includes(asked)) continue;
        if (list) list.push(asked);
        else words.set(hash, [asked]);
      }
    }
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, words.size * 4)));
    this.#wordKeys = new Int32Array(size);
    this.#wordIndex = new Uint16Array(size);
    for (const [hash, list] of words) {
      this.#wordFilter[hash >>> FILTER_SHIFT]! |= 1 << ((hash >>> (FILTER_SHIFT - 3)) & 7);
      let slot = hash & (size - 1);
      while (this.#wordIndex[slot] !== 0) slot = (slot + 1) & (size - 1);
      this.#wordKeys[slot] = hash;
      this.#wordIndex[slot] = this.#words.push(list) - 1;
    }
  }

  #addPrefix(prefix: string, asked: Asked): void {
    const pair = (prefix.charCodeAt(0) << 7) | prefix.charCodeAt(1);
    if (this.#prefixPairs[pair] === 0) this.#prefixPairs[pair] = this.#prefixes.push([]) - 1;
    this.#prefixes[this.#prefixPairs[pair]!]!.push({ prefix, asked });
  }

  scan(text: string, tokens: Tokens, emit: Emit): void {
    const { count, start, end, flags, hash } = tokens;
    this.#row = NO_ROW;
    const mask = this.#wordKeys.length - 1;
    const filter = this.#wordFilter;
    const wordKeys = this.#wordKeys;
    const wordIndex = this.#wordIndex;
    const prefixPairs = this.#prefixPairs;
    for (let i = 0; i < count; i++) {
      const kind = flags[i]!;
      const from = start[i]!;
      if ((kind & LETTER) === 0) {
        i = this.#scanNumber(text, tokens, i, emit);
        continue;
      }
      const key = hash[i]!;
      // One bit tells nearly all words that nobody asked for: the tables are larger than the nearest cache.
      const asked = (filter[key >>> FILTER_SHIFT]! & (1 << ((key >>> (FILTER_SHIFT - 3)) & 7))) !== 0;
      let slot = key & mask;
      while (asked && wordIndex[slot] !== 0) {
        if (wordKeys[slot] === key) {
          const list = this.#words[wordIndex[slot]!]!;
          for (let d = 0; d < list.length; d++) ask(list[d]!, text, from, end[i]!, emit, '');
          break;
        }
        slot = (slot + 1) & mask;
      }
      if ((kind & DIGIT) !== 0 || (kind & BOTH_CASES) === BOTH_CASES) {
        const lists = (kind & DIGIT) !== 0 ? this.#byCode : this.#byMixedCase;
        const list = lists[Math.min(end[i]! - from, LONGEST_CODE)]!;
        for (let d = 0; d < list.length; d++) ask(list[d]!, text, from, end[i]!, emit, '');
      }
      // Never asked beyond the end: a NaN seen once makes each later look dearer.
      if (from + 1 === text.length) continue;
      const first = text.charCodeAt(from);
      const second = text.charCodeAt(from + 1);
      if (first < 128 && second < 128) {
        const group = prefixPairs[(first << 7) | second]!;
        if (group !== 0) {
          for (const { prefix, asked } of this.#prefixes[group]!) {
            if (standsAt(text, from, prefix)) ask(asked, text, from, end[i]!, emit, '');
          }
        }
      }
    }
    for (let m = 0; m < tokens.markCount; m++) {
      const at = tokens.marks[m]!;
      const list = this.#byMark[text.charCodeAt(at)]!;
      for (let d = 0; d < list.length; d++) ask(list[d]!, text, at, at + 1, emit, '');
    }
  }

  /** Where the row of numbers that begins at token `first` ends, and what in it tells a table: it is the same for all cells of it. */
  #readRow(text: string, tokens: Tokens, first: number): void {
    const { count, start, end, flags } = tokens;
    let last = first;
    let fraction = -1;
    let border = -1;
    let borderBefore = -1;
    while (
      last + 1 < count &&
      (flags[last + 1]! & LETTER) === 0 &&
      (joined(text, end[last]!, start[last + 1]!) || broken(text, tokens, last))
    ) {
      const from = end[last]!;
      last++;
      if (start[last]! - from !== 1) {
        if (isBorder(text, from)) [borderBefore, border] = [border, last];
      } else if (text.charCodeAt(from) === 46) fraction = last;
    }
    this.#row = { end: last, fraction, borderBefore };
  }

  /**
   * The last token of the first cell where a row of numbers is one of a table: cells with borders between them, and decimal fractions in them. Of
   * numbers without fractions, or in two cells, a row may be one that is written in groups.
   */
  #endOfCell(text: string, { end }: Tokens, first: number): number {
    const { end: last, fraction, borderBefore } = this.#row;
    if (fraction <= first || borderBefore <= first) return last;
    let i = first;
    while (!isBorder(text, end[i]!)) i++;
    return i;
  }

  /** Offers all windows of whole groups of the number that begins at token `first`; returns its last token. */
  #scanNumber(text: string, tokens: Tokens, first: number, emit: Emit): number {
    const { start, end } = tokens;
    if (first > this.#row.end) this.#readRow(text, tokens, first);
    const last = this.#endOfCell(text, tokens, first);
    // The digits of the whole row, once: each window is a piece of it.
    let row = '';
    for (let a = first; a <= last; a++) row += text.slice(start[a]!, end[a]!);
    const long = last - first >= LONG_ROW;
    let at = 0;
    for (let a = first; a <= last; a++) {
      const from = start[a]!;
      if (long) this.#scanFrom(text, tokens, a, a === first, last, row, at, emit);
      else {
        let total = 0;
        for (let b = a; b <= last; b++) {
          total += end[b]! - start[b]!;
          if (total > MOST_DIGITS) break;
          this.#askOfNumber(text, from, end[b]!, row, at, total, b - a + 1, a === first, emit);
        }
      }
      at += end[a]! - from;
    }
    return last;
  }

  /** Asks about one window, whose digits begin at `at` of `row`. */
  #askOfNumber(
    text: string,
    from: number,
    to: number,
    row: string,
    at: number,
    total: number,
    groups: number,
    isFirst: boolean,
    emit: Emit,
  ): void {
    for (let n = 0; n < this.#numbers.length; n++) {
      const numbers = this.#numbers[n]!;
      let wanting = numbers.wanting(text, from, to, total, groups, isFirst);
      if (wanting === 0) continue;
      const digits = row.slice(at, at + total);
      // In the order of the detectors, which is that of the bits from the lowest on.
      for (; wanting !== 0; wanting &= wanting - 1)
        ask(numbers.asked[31 - Math.clz32(wanting & -wanting)]!, text, from, to, emit, digits);
    }
  }

  /** Offers the windows of a long row that begin with its group `a`, whose digits begin at `at` of `row`. */
  #scanFrom(
    text: string,
    { start, end }: Tokens,
    a: number,
    isFirst: boolean,
    last: number,
    row: string,
    at: number,
    emit: Emit,
  ): void {
    const from = start[a]!;
    const open = this.#open;
    const ahead = row.slice(at, at + MOST_DIGITS);
    let count = 0;
    // Lengths that are wanted of windows of one group, of those that end with the row's last one, and of those within.
    let ofOne = 0;
    let ofLast = 0;
    let ofOthers = 0;
    for (let k = 0; k < this.#ofRows.length; k++) {
      const one = this.#ofRows[k]!;
      if (!isFirst && one.announced) continue;
      if (one.mayBegin !== undefined && !one.mayBegin.call(one.asked.detector, text, from, end[a]!, ahead)) continue;
      open[count++] = one;
      ofOne |= one.lengths;
      if (one.whole) continue;
      ofLast |= one.lengths;
      if (isFirst || !one.atEdges) ofOthers |= one.lengths;
    }
    for (let b = a, total = 0; b <= last; b++) {
      total += end[b]! - start[b]!;
      if (total > MOST_DIGITS) return;
      const length = 1 << total;
      if (((b === a ? ofOne : b === last ? ofLast : ofOthers) & length) === 0) continue;
      const digits = ahead.slice(0, total);
      for (let k = 0; k < count; k++) {
        const { asked, lengths, atEdges, whole } = open[k]!;
        if ((lengths & length) === 0) continue;
        if ((whole && b !== a) || (atEdges && !isFirst && b !== last)) continue;
        ask(asked, text, from, end[b]!, emit, digits);
      }
    }
  }
}

function ask({ detector, examine }: Asked, text: string, start: number, end: number, emit: Emit, digits: string): void {
  examine.call(detector, text, start, end, emit, digits);
}

/** Between cells of a table: bars or wide gaps. */
const isBorder = (text: string, from: number): boolean =>
  text.charCodeAt(from) === 32 && (text.charCodeAt(from + 1) === 32 || text.charCodeAt(from + 1) === 124);

/** `startsWith` for short words in a hot loop, where the call would cost more than the look. */
function standsAt(text: string, at: number, prefix: string): boolean {
  if (at + prefix.length > text.length) return false;
  for (let i = 0; i < prefix.length; i++) if (text.charCodeAt(at + i) !== prefix.charCodeAt(i)) return false;
  return true;
}

/** A number in groups of four that goes on in the next line. */
function broken(text: string, { start, end }: Tokens, last: number): boolean {
  if (end[last]! - start[last]! !== 4 || end[last + 1]! - start[last + 1]! !== 4) return false;
  const from = text.charCodeAt(end[last]!) === 13 ? end[last]! + 1 : end[last]!;
  return text.charCodeAt(from) === 10 && joined(text, from + 1, start[last + 1]!);
}

function joined(text: string, from: number, to: number): boolean {
  if (to - from > WIDEST_GAP) return false;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128 || SEPARATORS[c] === 0) return false;
  }
  return true;
}
