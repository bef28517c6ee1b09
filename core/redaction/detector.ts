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
}

/** Where `examine` is called, and with which range. A detector may name several. */
export interface Triggers {
  /**
   * Numbers with so many digits in all, whose groups may be separated by a space, dash, dot, slash or bracket: called
   * for each run of whole groups with a total in this range, `digits` without the separators.
   */
  readonly digits?: readonly [least: number, most: number];
  /** A word equal to one of these in lower case without diacritics. */
  readonly words?: readonly string[];
  /** A token of letters and digits mixed, of a length in this range. */
  readonly codes?: readonly [least: number, most: number];
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
