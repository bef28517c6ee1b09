import type { Entry, Opening } from './ledger.ts';

/** By commitment. */
export type Openings = ReadonlyMap<string, Opening>;

/** Port. The texts beside the chains. They are written by the ledger, in the transaction of their entries. */
export interface LedgerTexts {
  /** Those of these entries that are there, as they are: whoever shows one compares it with its entry (`opens`). */
  of(entries: readonly Pick<Entry, 'subject' | 'commitment'>[]): Promise<Openings>;
  /**
   * Deletes what was written about a subject. Doing it again is harmless.
   * @param before ms; of entries of earlier times. @default all
   */
  erase(subject: string, before?: number): Promise<void>;
}
