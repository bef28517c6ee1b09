import { CHAR, CLASS_TABLE, classOf, FOLD_TABLE } from './characters.ts';

// Jest's contexts look globals up anew at each use: through `Math.` these loops are thirty times slower in tests.
const { imul } = Math;

/** How a word is written, in the light of how the text around it is written. Four bits. */
export const CASE = {
  LOWER: 0,
  LOWER_IN_LOWER: 1,
  CAPITAL: 2,
  CAPITAL_AT_START: 3,
  CAPITAL_IN_TITLE: 4,
  UPPER: 5,
  UPPER_IN_UPPER: 6,
  INITIAL: 7,
  MIXED: 8,
  DIGITS: 9,
  ALPHANUMERIC: 10,
  CASELESS: 11,
} as const;

/** Words of a block. 512 words and their neighbours stay in the first-level cache while they are scored. */
export const BLOCK = 512;

/** Where each array of `Words` stands in its memory. */
export const CHECKS_OF_WORDS = BLOCK * 4;
export const GAPS_OF_WORDS = 2 * BLOCK * 4;
export const CASINGS_OF_WORDS = GAPS_OF_WORDS + (BLOCK + 2) * 2;
export const WORDS_BYTES = CASINGS_OF_WORDS + BLOCK;

/** Gap before a word: class of its first character that is no space, whether more follow, newlines. Ten bits. */
export const GAP = { NONE: 0, MORE: 32, NEWLINE: 64, BLANK_LINE: 128, SPACE: 256, START: 512 } as const;

/** Words of one block of a text, as parallel arrays that are reused from text to text. */
export class Words {
  count = 0;
  /** Of the text, where the model tells languages apart; 0 to 63, 0 where it does not. Counts with the case of each word. */
  language = 0;
  readonly start = new Int32Array(BLOCK);
  readonly end = new Int32Array(BLOCK);
  /** Two independent 32-bit hashes of the folded word: together they name it. */
  readonly hash: Int32Array;
  readonly check: Int32Array;
  readonly casing: Uint8Array;
  /** Gap before the word; gap[count] stands for the block's end. */
  readonly gap: Uint16Array;

  /** @param memory in which all but the places stand, with a kernel that reads them: from `at` on, `WORDS_BYTES`. */
  constructor(memory = new ArrayBuffer(WORDS_BYTES), at = 0) {
    this.hash = new Int32Array(memory, at, BLOCK);
    this.check = new Int32Array(memory, at + CHECKS_OF_WORDS, BLOCK);
    this.gap = new Uint16Array(memory, at + GAPS_OF_WORDS, BLOCK + 1);
    this.casing = new Uint8Array(memory, at + CASINGS_OF_WORDS, BLOCK);
  }

  /** Fills the arrays from `offset` on; returns where the block ends: text.length, or the start of the next word. */
  read(text: string, offset: number): number {
    const length = text.length;
    let at = offset;
    let count = 0;
    let gap: number = GAP.START;
    let gapClass = 0;
    let sentenceStart = true;
    let capitals = 0;
    let uppers = 0;
    let letters = 0;
    while (at < length) {
      let code = text.charCodeAt(at);
      let kind = CLASS_TABLE[code]! || classOf(code);
      if (kind > CHAR.DIGIT) {
        if (kind === CHAR.SPACE) gap |= GAP.SPACE;
        else if (kind === CHAR.NEWLINE) {
          gap = gap & GAP.NEWLINE ? gap | GAP.BLANK_LINE : gap | GAP.NEWLINE;
          sentenceStart = true;
        } else {
          if (gapClass === 0) gapClass = kind;
          else gap |= GAP.MORE;
          if (kind === CHAR.PERIOD || kind === CHAR.END || kind === CHAR.COLON || kind === CHAR.QUOTE)
            sentenceStart = true;
        }
        at++;
        continue;
      }
      if (count === BLOCK) break;
      const start = at;
      let hash = 0x2545f491;
      let check = 0x6c8e9cf5;
      let seen = 0;
      const first = kind;
      let restUpper = true;
      let restLower = true;
      do {
        seen |= 1 << kind;
        const folded = FOLD_TABLE[code]!;
        hash = imul(hash ^ folded, 0x01000193);
        check = imul(check + folded, 0x2c1b3c6d);
        check ^= check >>> 15;
        if (at > start) {
          if (kind === CHAR.UPPER) restLower = false;
          else if (kind === CHAR.LOWER) restUpper = false;
        }
        at++;
        if (at === length) break;
        code = text.charCodeAt(at);
        kind = CLASS_TABLE[code]! || classOf(code);
      } while (kind <= CHAR.DIGIT);
      this.start[count] = start;
      this.end[count] = at;
      this.hash[count] = hash ^ (hash >>> 15);
      this.check[count] = check;
      let casing: number;
      const hasDigit = seen & (1 << CHAR.DIGIT);
      const hasLetter = seen & ((1 << CHAR.LOWER) | (1 << CHAR.UPPER) | (1 << CHAR.CASELESS));
      if (hasDigit) casing = hasLetter ? CASE.ALPHANUMERIC : CASE.DIGITS;
      else {
        letters++;
        if (first === CHAR.UPPER) {
          capitals++;
          if (at - start === 1) casing = CASE.INITIAL;
          else if (restUpper && restLower === false) {
            casing = CASE.UPPER;
            uppers++;
          } else if (restLower) casing = sentenceStart ? CASE.CAPITAL_AT_START : CASE.CAPITAL;
          else casing = CASE.MIXED;
        } else if (first === CHAR.CASELESS && !(seen & ((1 << CHAR.LOWER) | (1 << CHAR.UPPER)))) casing = CASE.CASELESS;
        else casing = restLower ? CASE.LOWER : CASE.MIXED;
      }
      this.casing[count] = casing;
      this.gap[count] = gap | gapClass;
      gap = 0;
      gapClass = 0;
      sentenceStart = false;
      count++;
    }
    this.count = count;
    this.gap[count] = at >= length ? GAP.START | gapClass : gap | gapClass;
    this.settleCase(letters, capitals, uppers);
    return at;
  }

  /** A block without capitals, in capitals, or in title case says less by its case: such words get classes of their own. */
  private settleCase(letters: number, capitals: number, uppers: number): void {
    const casing = this.casing;
    if (capitals === 0) {
      for (let i = 0; i < this.count; i++) if (casing[i] === CASE.LOWER) casing[i] = CASE.LOWER_IN_LOWER;
    } else if (uppers * 10 >= letters * 6 && letters > 1) {
      for (let i = 0; i < this.count; i++) if (casing[i] === CASE.UPPER) casing[i] = CASE.UPPER_IN_UPPER;
    } else if (letters > 5 && capitals * 10 >= letters * 8) {
      for (let i = 0; i < this.count; i++) {
        const own = casing[i]!;
        if (own === CASE.CAPITAL || own === CASE.CAPITAL_AT_START) casing[i] = CASE.CAPITAL_IN_TITLE;
      }
    }
  }
}
