import type { EntryFacts } from '../ledger/ledger.ts';

/** Port. What was seen of doors, each once, however often it is told. */
export interface Movements {
  /**
   * One transaction: the movement under its name, and its entry in the ledger.
   * @param name letters, digits, dashes
   * @returns false when it was noted before
   */
  note(name: string, facts: EntryFacts): Promise<boolean>;
  /**
   * One transaction: what something is now, and the entry that says so.
   * @param what letters, digits, dashes
   * @returns false when it was that when it was noted last, or something was noted that was seen later
   */
  noteChange(what: string, value: string, facts: EntryFacts): Promise<boolean>;
}
