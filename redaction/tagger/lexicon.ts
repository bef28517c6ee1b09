/**
 * Which lists a word stands on, as one byte: the index of a combination of flags (LexiconClasses). Open addressing with
 * an 8-bit fingerprint, because the words themselves would be half a megabyte and are never needed: 125,000 words in
 * 2^18 slots make about 0.4% of unknown words look known. A model of many languages has twice the slots.
 */
export const FLAG = {
  GIVEN: 1,
  SURNAME: 2,
  CITY: 4,
  COUNTRY: 8,
  STREET: 16,
  COMPANY: 32,
  GROUP: 64,
  CALENDAR: 128,
  TITLE: 256,
  JOB: 512,
  /** Two bits: 0 not common, 1 known, 2 frequent, 3 very frequent in clean prose. */
  COMMON: 1024,
} as const;

export const commonness = (flags: number): number => (flags >> 10) & 3;

/** Words with their own weights: frequent ones, and the ones on short lists. Names share the weights of their lists. */
export const hasIdentity = (flags: number): boolean =>
  commonness(flags) >= 2 ||
  (flags & (FLAG.STREET | FLAG.COMPANY | FLAG.GROUP | FLAG.CALENDAR | FLAG.TITLE | FLAG.JOB)) !== 0;

export const LEXICON_BITS = 18;

export class Lexicon {
  /** Class per slot, 0 = empty. */
  readonly classes: Uint8Array;
  readonly fingerprints: Uint8Array;
  /** Flags of each class; class 0 is the word on no list. */
  readonly flags: Uint16Array;
  readonly #mask: number;

  constructor(classes: Uint8Array, fingerprints: Uint8Array, flags: Uint16Array) {
    this.#mask = classes.length - 1;
    this.classes = classes;
    this.fingerprints = fingerprints;
    this.flags = flags;
  }

  /** Class of the word with these two hashes; 0 when it stands on no list. */
  lookup(hash: number, check: number): number {
    let slot = hash & this.#mask;
    const fingerprint = check & 255;
    for (;;) {
      const found = this.classes[slot]!;
      if (found === 0) return 0;
      if (this.fingerprints[slot] === fingerprint) return found;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** For training: the first word of a fingerprint in a run of slots wins. */
  insert(hash: number, check: number, value: number): void {
    let slot = hash & this.#mask;
    while (this.classes[slot] !== 0) {
      if (this.fingerprints[slot] === (check & 255)) return;
      slot = (slot + 1) & this.#mask;
    }
    this.classes[slot] = value;
    this.fingerprints[slot] = check & 255;
  }

  static empty(flags: Uint16Array, bits = LEXICON_BITS): Lexicon {
    return new Lexicon(new Uint8Array(1 << bits), new Uint8Array(1 << bits), flags);
  }
}
