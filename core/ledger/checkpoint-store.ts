/** Port. Checkpoints as they were signed, under Object Lock; the latest can be had by itself. */
export interface CheckpointStore {
  /** @param at ms; part of the name */
  keep(note: string, at: number): Promise<void>;
  latest(): Promise<string | undefined>;
}
