/**
 * The checkpoint of a shard whose records are finished by several lanes, out of order: the last record before which all
 * are finished. With one lane it is the last finished record.
 */
export class Progress {
  /** Records that were read and are not below the checkpoint, in the order of the shard. */
  readonly #open: { sequenceNumber: string; finished: boolean }[] = [];
  readonly #byNumber = new Map<string, { sequenceNumber: string; finished: boolean }>();

  read(sequenceNumber: string): void {
    const entry = { sequenceNumber, finished: false };
    this.#open.push(entry);
    this.#byNumber.set(sequenceNumber, entry);
  }

  /** Marks a record as finished; the new checkpoint, when it moved. */
  finish(sequenceNumbers: readonly string[]): string | undefined {
    for (const number of sequenceNumbers) {
      const entry = this.#byNumber.get(number);
      if (entry) entry.finished = true;
    }
    const unfinished = this.#open.findIndex((entry) => !entry.finished);
    const count = unfinished === -1 ? this.#open.length : unfinished;
    const passed = this.#open.splice(0, count);
    for (const entry of passed) this.#byNumber.delete(entry.sequenceNumber);
    return passed.at(-1)?.sequenceNumber;
  }

  /** Records that were read and not yet passed by the checkpoint. */
  get size(): number {
    return this.#open.length;
  }
}
