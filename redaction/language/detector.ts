import { createKernel, type Kernel, type KernelAndMemory } from '../kernel/kernel.ts';
import type { Place } from '../kernel/read.ts';
import { hasMarkedWords, LANGUAGE_ROWS_BYTES, LanguageRows } from './features.ts';
import { BY_WORDS, ENGLISH, languageOf } from './languages.ts';
import { COLUMNS, languageWeights, SCALE } from './weights.ts';

/** A stretch of a text in one language. */
export interface Run {
  readonly start: number;
  end: number;
  readonly language: number;
}

/** Words of a line, and of a whole text, that are looked at. */
const WORDS_OF_LINE = 32;
/** Words in which one of English tells itself. */
const WORDS_TO_BEGIN = 14;
/** A line of ASCII that is shorter says little against an English text. */
const SHORTEST_LINE = 20;
const WORDS_OF_TEXT = 64;
/** Lead over English, in nats, from which a text is of another language. Rows of names and codes have less. */
const CLEAR = 2.5;
/** What a line must have of its own against the language of its text. */
const OWN = 8;

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\u0370-\u03ff\u1f00-\u1fff]/, 'el'],
  [/[\u0590-\u05ff]/, 'he'],
  [/[پچژگک]/, 'fa'],
  [/[\u0600-\u06ff\u0750-\u077f]/, 'ar'],
  [/[\u0900-\u097f]/, 'hi'],
  [/[\u0e00-\u0e7f]/, 'th'],
  [/[\u3040-\u30ff]/, 'ja'],
  [/[\u1100-\u11ff\uac00-\ud7af]/, 'ko'],
  [/[\u3400-\u9fff]/, 'zh'],
];
/** No more of a text is looked at to tell its script. */
const SCRIPT_REACH = 400;
/** Words that are read before it is asked whether that is enough. */
const STEP = 6;
/** Lead, in nats, at which it is. */
const ENOUGH = 6;
/** A word with such a weight, in 1/16 nat, is known: its letters need not be looked at. */
const TELLING = 28;
/** Words that none of the other languages has: two of them among the first are enough. */
const ENGLISH_WORDS =
  'the and with you this that not from have are your but they which what there their would should could about into than been does how who its she ' +
  'these those because while after before also only some any other each more most such where why please thanks must may might using used when if';
/** Lead, in nats, of words that a language is known by. */
const SAID = 1.5;
/** The same for a text of several lines: an address has a word of the language at times. */
const SAID_IN_LINES = 4;
/** Of a string no longer than this all letters are looked at. */
const LABEL = 60;
/** In a line with numbers or commas, as addresses are, letters alone must say more than that. */
const LIST = /\d{2}|,/;
const LETTERS_OF_LIST = 10;
/** In a text of several lines, and in each of them. */
const LETTERS_IN_LINES = 10;

const SUMS_BYTES = COLUMNS * 4;

/** What `#known` holds of a row: not looked at yet, no, yes. */
const UNSEEN = 0;
const NO = 1;
const YES = 2;

export class LanguageDetector {
  /** In the kernel's memory, from 0 on; then the two sums, and the rows. */
  readonly #weights: Int8Array;
  readonly #kernel: Kernel;
  readonly #sums: Int32Array;
  /** What words alone say, not their letters. */
  readonly #said: Int32Array;
  readonly #rows: LanguageRows;

  /** Rows that say enough alone, told when one is met: most are never. */
  readonly #known: Uint8Array;
  readonly #isKnown = (row: number): boolean => {
    if (this.#known[row] === UNSEEN) {
      let most = 0;
      for (let i = row * COLUMNS, end = i + COLUMNS; i < end; i++)
        if (this.#weights[i]! > most) most = this.#weights[i]!;
      this.#known[row] = most >= TELLING ? YES : NO;
    }
    return this.#known[row] === YES;
  };
  /** Rows of `ENGLISH_WORDS`. */
  readonly #english: Uint8Array;

  /** @param given weights. @default those that are shipped */
  constructor(given?: Int8Array) {
    const { weights, kernel, memory } = inKernel(given);
    const { length } = weights;
    this.#kernel = kernel;
    this.#weights = weights;
    this.#sums = new Int32Array(memory, length, COLUMNS);
    this.#said = new Int32Array(memory, length + SUMS_BYTES, COLUMNS);
    this.#rows = new LanguageRows(memory, length + 2 * SUMS_BYTES);
    this.#known = new Uint8Array(weights.length / COLUMNS);
    this.#english = new Uint8Array(this.#known.length);
    const { whole } = this.#rows;
    for (let at = 0; at < ENGLISH_WORDS.length; ) {
      at = this.#rows.read(ENGLISH_WORDS, at, ENGLISH_WORDS.length, STEP);
      for (let i = 0; i < this.#rows.wholeCount; i++) this.#english[whole[i]!] = 1;
    }
  }

  /** The language of a text, as an index of `LANGUAGES`; English where nothing speaks for another one. */
  of(text: string): number {
    if (hasMarkedWords(text, 0, text.length, WORDS_TO_BEGIN, this.#english)) return ENGLISH;
    return this.#of(text, 0, text.length, WORDS_OF_TEXT, CLEAR) ?? ENGLISH;
  }

  /** The text as stretches of one language each; lines that say little are of the language of the text. */
  runs(text: string): Run[] {
    const whole = this.of(text);
    if (!text.includes('\n')) return [{ start: 0, end: text.length, language: whole }];
    const runs: Run[] = [];
    for (let start = 0; start < text.length; ) {
      const at = text.indexOf('\n', start);
      const end = at < 0 ? text.length : at + 1;
      const language = this.#ofLine(text, start, end, whole);
      const last = runs.at(-1);
      if (last?.language === language) last.end = end;
      else runs.push({ start, end, language });
      start = end;
    }
    return runs;
  }

  #ofLine(text: string, start: number, end: number, whole: number): number {
    if (whole === ENGLISH) {
      if (end - start < SHORTEST_LINE && isAscii(text, start, end)) return whole;
      if (hasMarkedWords(text, start, end, WORDS_TO_BEGIN, this.#english)) return whole;
    }
    return this.#of(text, start, end, WORDS_OF_LINE, OWN, whole) ?? whole;
  }

  /** @param lead nats by which the best language must be ahead of `usual`; undefined where none is. */
  #of(text: string, from: number, to: number, most: number, lead: number, usual = ENGLISH): number | undefined {
    let latin = 0;
    let cyrillic = 0;
    let others = 0;
    for (let i = from, end = Math.min(to, from + SCRIPT_REACH); i < end; i++) {
      const c = text.charCodeAt(i);
      if ((c | 32) >= 97 && (c | 32) <= 122) latin++;
      else if (c >= 0x400 && c < 0x530) cyrillic++;
      else if ((c >= 0xc0 && c < 0x250) || (c >= 0x1e00 && c < 0x1f00)) latin++;
      else if (c >= 0x370 && isLetter(c)) others++;
    }
    // An ideogram says as much as a word.
    if (others > 0 && others * 3 >= latin && others >= cyrillic) {
      const head = text.slice(from, Math.min(to, from + SCRIPT_REACH));
      for (const [letters, code] of SCRIPTS) if (letters.test(head)) return languageOf(code);
      return undefined;
    }
    const inCyrillic = cyrillic * 2 > latin;
    const [first, behind] = inCyrillic ? [FIRST_CYRILLIC, BY_WORDS.length] : [0, FIRST_CYRILLIC];
    const against = usual < behind && usual >= first ? usual : first;
    const sums = this.#sums.fill(0);
    const known = this.#said.fill(0);
    const rows = this.#rows;
    const kernel = this.#kernel;
    let best = first;
    for (let at = from, words = 0; at < to && words < most; words += STEP) {
      at = rows.read(text, at, to, STEP, to - from > LABEL ? this.#isKnown : undefined);
      kernel.addRows32(0, rows.rows.byteOffset, rows.count, sums.byteOffset);
      kernel.addRows32(0, rows.whole.byteOffset, rows.wholeCount, known.byteOffset);
      best = first;
      let second = -1;
      for (let i = first + 1; i < behind; i++) {
        if (sums[i]! > sums[best]!) {
          second = best;
          best = i;
        } else if (second < 0 || sums[i]! > sums[second]!) second = i;
      }
      const other = best === against ? second : against;
      const sure = sums[best]! - sums[second]! > ENOUGH * SCALE;
      if (sure && (best === against || known[best]! - known[other]! > SAID * SCALE)) break;
    }
    if (inCyrillic) return best;
    if (sums[best]! - sums[against]! <= lead * SCALE) return undefined;
    // Names and addresses have the letters of a language, but none of its words.
    const said = known[best]! - known[against]! > SAID * SCALE;
    if (said && (!text.includes('\n') || known[best]! - known[against]! > SAID_IN_LINES * SCALE)) return best;
    const needed = text.includes('\n') ? LETTERS_IN_LINES : LIST.test(text) ? LETTERS_OF_LIST : lead;
    return sums[best]! - sums[against]! > needed * SCALE ? best : undefined;
  }
}

/** Weights at the begin of a kernel's memory, with room behind them. */
function inKernel(given: Int8Array | undefined): KernelAndMemory & { weights: Int8Array } {
  let core: KernelAndMemory | undefined;
  const place: Place = (bytes) => {
    core = createKernel(bytes + 2 * SUMS_BYTES + LANGUAGE_ROWS_BYTES);
    return new Uint8Array(core.memory, 0, bytes);
  };
  if (given === undefined) return { weights: languageWeights(place), ...core! };
  place(given.length).set(given);
  return { weights: new Int8Array(core!.memory, 0, given.length), ...core! };
}

const FIRST_CYRILLIC = languageOf('ru');
/** A letter beyond Latin and Cyrillic. */
const isLetter = (c: number): boolean =>
  (c < 0x2000 && c !== 0x37e) || (c >= 0x3040 && c < 0xa000) || (c >= 0xac00 && c < 0xd7b0);

const isAscii = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
};
