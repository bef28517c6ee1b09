import type { RemainsWord } from '../../api/words.ts';

/** How much a program keeps under keys of subjects, by name and number alone. */
export interface Kept {
  /** People who are not erased. */
  subjects: number;
  /** Keys of subjects, those of erased ones too that came back. */
  keys: number;
  /** Rows of the table of keys that are none: the directory, and counts of its uploads. */
  others: number;
  /** Rows of the index: a segment each. */
  segments: number;
  /** Segments whose bodies lie in the vault. */
  objects: number;
}

/** Signed as `termination`: the program was ended, and what it kept was erased. Counts alone, for everybody whom it was about. */
export interface Termination {
  program: string;
  incident: string;
  /** ms; on two approvals over these findings (hash), at this epoch of the closed gate. */
  terminatedAt: number;
  decided: { findings: string; epoch: number };
  /** ms; when nothing was left. */
  erasedAt: number;
  /** What there was when the erasing began. */
  found: Kept;
  /** What there was at the end: rows of subjects that cannot be read, whose keys and segments are gone as all others'. */
  left: Kept;
  /** Versions of bodies that were deleted from the vault by who signs: those of the last pass. */
  swept: number;
  remains: Remains[];
}

/** What is still there after the end, and why. */
export interface Remains {
  what: RemainsWord;
  why: string;
  /** ms; gone by then. Absent of what is kept for good. */
  until?: number;
}
