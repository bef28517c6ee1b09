import type { Context } from './context.ts';
import type { SensitiveType } from './redactor.ts';
import type { Emit } from './spans.ts';

/**
 * A detector is one file: what makes the scan look, and what is checked there. It never searches the text itself; it is
 * called at places that one pass over the text has found, looks at a bounded stretch around them, and emits. That keeps
 * the time linear in the length of the text, whatever the text is.
 */
export interface Detector {
  readonly name: string;
  /** Types that it emits. */
  readonly types: readonly SensitiveType[];
  /** Where the form, the checksum or the list comes from. */
  readonly source: string;
  readonly triggers: Triggers;
  examine(text: string, start: number, end: number, emit: Emit, digits: string): void;
  /**
   * Of a row of several numbers: whether anything can be found that begins with the group from `start` to `end`, by what stands at it. Asked
   * once a group, before up to 24 windows are offered that begin with it: in tables nearly all groups leave here. Where it is false,
   * `examine` must find nothing. `ahead` holds the row's digits from there on, 24 at most. @default true
   */
  mayBegin?(text: string, start: number, end: number, ahead: string): boolean;
}

/** Where `examine` is called, and with which range. A detector may name several. */
export interface Triggers {
  /**
   * Numbers with so many digits in all, whose groups may be separated by a space, dash, dot, slash or bracket: called
   * for each run of whole groups with a total in this range, `digits` without the separators.
   */
  readonly digits?: readonly [least: number, most: number];
  /**
   * The words before a number decide: only runs that begin with the first group of a row of numbers are offered. A row of
   * a thousand numbers has one place for such words. @default false
   */
  readonly announced?: boolean;
  /**
   * What stands before or behind a row of numbers decides: only runs that begin with the first group of a row or end with its last are
   * offered. @default false
   */
  readonly atEdges?: boolean;
  /** With `digits`: only single groups are offered, what they are written with beside them is looked at by the detector. @default false */
  readonly whole?: boolean;
  /** With `digits`: how many groups such a number has, where with others nothing is found. @default any number of them */
  readonly groups?: (digits: number) => number | undefined;
  /** With `digits`: of these characters one stands right before the number, or nothing is found. @default any, or none */
  readonly before?: string;
  /** The same of the character right behind it. @default any, or none */
  readonly behind?: string;
  /** The same: one of the first right before it, or one of the second right behind it. @default any, or none */
  readonly beside?: readonly [before: string, behind: string];
  /** With `digits`: one of these stands before the number, or nothing is found; of certain numbers of digits, where it is a function. @default any words, or none */
  readonly worded?: readonly Context[] | ((digits: number) => readonly Context[]);
  /** A word equal to one of these in lower case without diacritics. */
  readonly words?: readonly string[];
  /** A token of letters and digits mixed, of a length in this range. */
  readonly codes?: readonly [least: number, most: number];
  /** A token of letters alone, in both cases, at least so long: a code that happens to hold no digit. */
  readonly mixedCase?: number;
  /** A token that begins with one of these (at least two ASCII characters, case counts); called with the token's range. */
  readonly prefixes?: readonly string[];
  /** One of the symbols `@`, `:` and `%`. */
  readonly marks?: string;
}

/** Text before `start`, on which words of context are looked for. Short: a bound keeps the time linear. */
export const before = (text: string, start: number, reach = 48): string =>
  text.slice(Math.max(0, start - reach), start);

/** Text after `end`. */
export const after = (text: string, end: number, reach = 48): string => text.slice(end, end + reach);

/**
 * How far a text has been judged in this pass, for detectors that take a long stretch at once: what begins inside of it is
 * not looked at again, or a text of nothing but beginnings would be judged once for each.
 */
export class Progress {
  #text = '';
  #last = -1;
  #until = 0;

  /** Whether `start` is new. Within a pass the starts only grow: one that does not begins another pass. */
  enter(text: string, start: number): boolean {
    if (text !== this.#text || start <= this.#last) {
      this.#text = text;
      this.#until = 0;
    }
    this.#last = start;
    return start >= this.#until;
  }

  settle(until: number): void {
    this.#until = until;
  }

  get until(): number {
    return this.#until;
  }
}
