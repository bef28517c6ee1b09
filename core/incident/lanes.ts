/** What the lanes of the collection gate have counted: docs/data-model.md, `Lanes`. */
export interface LaneCount {
  lane: string;
  state: 'open' | 'closed';
  epoch?: number;
  checkpoint?: string;
  /** By name (`admitted`, `refused:<reason>` ...); those at zero are absent. */
  counters: Record<string, number>;
}

/** Port. */
export interface LaneBook {
  /**
   * The lanes of the directory, and those named (they may have retired since), each strongly consistent.
   * @param also @default none
   */
  lanes(also?: readonly string[]): Promise<LaneCount[]>;
}

export const admittedOf = ({ counters }: LaneCount): number => counters.admitted ?? 0;
