/** A note as it lies there. One number has several only when somebody put another one over it. */
export interface KeptCheckpoint {
  number: number;
  /** As the store names it. */
  version: string;
}

/** What was signed, as far as it is there: whoever reads compares it with what the chains name (`lastCheckpoint`). */
export interface CheckpointReader {
  /**
   * From a number on, in order, whatever hides their names: a deleted object is one whose newest version is a marker. Not all where
   * there are hundreds.
   */
  from(number: number): Promise<KeptCheckpoint[]>;
  read(kept: KeptCheckpoint): Promise<string>;
  /** The newest of a release before 0.2.0, when checkpoints had no numbers. */
  unnumbered(): Promise<string | undefined>;
}

/** Port. Checkpoints as they were signed, under Object Lock, by number. */
export interface CheckpointStore extends CheckpointReader {
  /** @returns false when there is one of that number: two runs never sign the same number */
  keep(note: string, number: number): Promise<boolean>;
}
