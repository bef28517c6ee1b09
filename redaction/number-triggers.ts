import { type Context, contextsBefore } from './context.ts';
import type { Detector } from './detector.ts';

/** Longest total of digits that any detector asks for, and with it the bound on windows per group. */
export const MOST_DIGITS = 24;
/** Of rows of more groups all count as so many. */
const MOST_GROUPS = 5;
/** Indices of characters: those of ASCII, those beyond, none. */
const BEYOND = 128;
const NONE = 129;
const CHARACTERS = 130;
/** Bits of a number that are used for detectors. */
const MOST = 31;

/** What a detector is called by: all of one form, since to read a field of objects of forty forms costs more than many a detector does. */
export class Asked {
  readonly detector: Detector;
  readonly examine: Detector['examine'];

  constructor(detector: Detector) {
    this.detector = detector;
    this.examine = detector.examine;
  }
}

const characterAt = (text: string, at: number): number => {
  if (at < 0 || at >= text.length) return NONE;
  const c = text.charCodeAt(at);
  return Math.min(c, BEYOND);
};

const wordedOf = ({ triggers }: Detector, digits: number): readonly Context[] =>
  typeof triggers.worded === 'function' ? triggers.worded(digits) : (triggers.worded ?? []);

/**
 * Which of up to 31 detectors are asked about a number, one bit each in the order of the detectors: told from its digits, its groups and the
 * characters on both sides, so that a detector that would find nothing by these is not called.
 */
export class NumberTriggers {
  readonly asked: readonly Asked[];
  /** By digits and groups, of numbers that begin with the first group of a row, and of the others. */
  readonly #first = new Int32Array((MOST_DIGITS + 1) * (MOST_GROUPS + 1));
  readonly #others = new Int32Array((MOST_DIGITS + 1) * (MOST_GROUPS + 1));
  readonly #before = new Int32Array(CHARACTERS);
  readonly #behind = new Int32Array(CHARACTERS);
  /** One of two is enough. */
  readonly #besideBefore = new Int32Array(CHARACTERS);
  readonly #besideBehind = new Int32Array(CHARACTERS);
  /** By digits, those that find nothing unless one of their contexts may stand before the number. */
  readonly #worded = new Int32Array(MOST_DIGITS + 1);
  readonly #contexts: { readonly bit: number; readonly mask: number }[] = [];

  constructor(detectors: readonly Detector[]) {
    this.asked = detectors.map((detector) => new Asked(detector));
    for (const [k, detector] of detectors.entries()) this.#add(1 << k, detector);
  }

  /** One for each 31 detectors that want numbers, in their order. */
  static of(detectors: readonly Detector[]): NumberTriggers[] {
    const wanting = detectors.filter(({ triggers }) => triggers.digits !== undefined);
    return Array.from(
      { length: Math.ceil(wanting.length / MOST) },
      (_, n) => new NumberTriggers(wanting.slice(n * MOST, (n + 1) * MOST)),
    );
  }

  #add(bit: number, detector: Detector): void {
    const { digits, announced = false, whole = false, groups, before, behind, beside } = detector.triggers;
    const [least, most] = digits!;
    let contexts = 0;
    for (let n = least; n <= most; n++) {
      const wanted = whole ? 1 : groups?.(n);
      for (let g = wanted ?? 1; g <= (wanted ?? MOST_GROUPS); g++) {
        this.#first[n * (MOST_GROUPS + 1) + g]! |= bit;
        if (!announced) this.#others[n * (MOST_GROUPS + 1) + g]! |= bit;
      }
      for (const context of wordedOf(detector, n)) {
        this.#worded[n]! |= bit;
        contexts |= context.bit;
      }
    }
    if (contexts !== 0) this.#contexts.push({ bit, mask: contexts });
    allow(this.#before, before, bit);
    allow(this.#behind, behind, bit);
    allow(this.#besideBefore, beside?.[0], bit);
    allow(this.#besideBehind, beside?.[1], bit);
  }

  /** Bits of those that are asked about the number from `start` to `end`. */
  wanting(text: string, start: number, end: number, digits: number, groups: number, isFirst: boolean): number {
    const index = digits * (MOST_GROUPS + 1) + groups;
    let bits = isFirst ? this.#first[index]! : this.#others[index]!;
    if (bits === 0) return 0;
    const before = characterAt(text, start - 1);
    const behind = characterAt(text, end);
    bits &= this.#before[before]! & this.#behind[behind]!;
    bits &= this.#besideBefore[before]! | this.#besideBehind[behind]!;
    const worded = bits & this.#worded[digits]!;
    return worded === 0 ? bits : bits & ~this.#untold(text, start, worded);
  }

  /** Of some that only words tell, those of which none may stand before a place. */
  #untold(text: string, at: number, worded: number): number {
    const possible = contextsBefore(text, at);
    let untold = worded;
    for (let i = 0; i < this.#contexts.length; i++) {
      const { bit, mask } = this.#contexts[i]!;
      if ((mask & possible) !== 0) untold &= ~bit;
    }
    return untold;
  }
}

/** Sets the bit of a detector for the characters that it names, and for all beyond ASCII; for all where it names none. */
function allow(table: Int32Array, characters: string | undefined, bit: number): void {
  if (characters === undefined) {
    for (let c = 0; c < CHARACTERS; c++) table[c]! |= bit;
    return;
  }
  for (let i = 0; i < characters.length; i++) table[Math.min(characters.charCodeAt(i), BEYOND)]! |= bit;
  table[BEYOND]! |= bit;
}
