import { type Context, contextsBefore } from './context.ts';
import type { Detector } from './detector.ts';

/** Longest total of digits that any detector asks for, and with it the bound on windows per group. */
export const MOST_DIGITS = 24;
/** More groups than a row has whose windows are asked about here: of longer ones each detector is asked first (`LONG_ROW` of scan.ts). */
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
  /** By digits, of numbers that begin with the first group of a row, and of the others. */
  readonly #first = new Int32Array(MOST_DIGITS + 1);
  readonly #others = new Int32Array(MOST_DIGITS + 1);
  /** By digits and groups, of those that want so many groups: bits that are in neither of the two above. */
  readonly #firstOfGroups = new Int32Array((MOST_DIGITS + 1) * (MOST_GROUPS + 1));
  readonly #othersOfGroups = new Int32Array((MOST_DIGITS + 1) * (MOST_GROUPS + 1));
  readonly #before = new Beside();
  readonly #behind = new Beside();
  /** One of two is enough. */
  readonly #besideBefore = new Beside();
  readonly #besideBehind = new Beside();
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
    for (let n = least; n <= Math.min(most, MOST_DIGITS); n++) {
      const wanted = whole ? 1 : groups?.(n);
      const index = wanted === undefined ? n : n * (MOST_GROUPS + 1) + wanted;
      (wanted === undefined ? this.#first : this.#firstOfGroups)[index]! |= bit;
      if (!announced) (wanted === undefined ? this.#others : this.#othersOfGroups)[index]! |= bit;
      for (const context of wordedOf(detector, n)) {
        this.#worded[n]! |= bit;
        contexts |= context.bit;
      }
    }
    if (contexts !== 0) this.#contexts.push({ bit, mask: contexts });
    this.#before.add(bit, before);
    this.#behind.add(bit, behind);
    this.#besideBefore.add(bit, beside?.[0]);
    this.#besideBehind.add(bit, beside?.[1]);
  }

  /** Bits of those that are asked about the number from `start` to `end`. */
  wanting(text: string, start: number, end: number, digits: number, groups: number, isFirst: boolean): number {
    const index = digits * (MOST_GROUPS + 1) + groups;
    let bits = isFirst
      ? this.#first[digits]! | this.#firstOfGroups[index]!
      : this.#others[digits]! | this.#othersOfGroups[index]!;
    if (bits === 0) return 0;
    const before = characterAt(text, start - 1);
    const behind = characterAt(text, end);
    bits &= this.#before.of(before) & this.#behind.of(behind);
    bits &= this.#besideBefore.of(before) | this.#besideBehind.of(behind);
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

/** By a character on one side of a number, bits of the detectors that may find something beside it. */
class Beside {
  readonly #bits = new Int32Array(CHARACTERS);
  /** Of those that name none. */
  #always = 0;

  add(bit: number, characters: string | undefined): void {
    if (characters === undefined) {
      this.#always |= bit;
      return;
    }
    for (let i = 0; i < characters.length; i++) this.#bits[Math.min(characters.charCodeAt(i), BEYOND)]! |= bit;
    this.#bits[BEYOND]! |= bit;
  }

  of(character: number): number {
    return this.#bits[character]! | this.#always;
  }
}
