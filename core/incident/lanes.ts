/** What the lanes of the collection gate have counted: docs/data-model.md, `Lanes`. */
export interface LaneCount {
  lane: string;
  state: 'open' | 'closed';
  epoch?: number;
  checkpoint?: string;
  /** What it had admitted when it retired; absent once it was opened again. */
  retired?: number;
  /** By name (`admitted`, `refused:<reason>` ...); those at zero are absent. */
  counters: Record<string, number>;
}

/** Port. */
export interface CountedLanes {
  /**
   * The lanes of the registry, and those named (they may have retired since), each strongly consistent.
   * @param also @default none
   */
  lanes(also?: readonly string[]): Promise<LaneCount[]>;
}

/**
 * What the lane had admitted when the gate closed. One that came to be since starts at zero; a retired one that came back is not in
 * the receipt, and starts at what it had admitted when it retired.
 * @param before by each lane of the receipt
 */
export const admittedBefore = (before: ReadonlyMap<string, number>, { lane, retired }: LaneCount): number =>
  before.get(lane) ?? retired ?? 0;

export const admittedOf = ({ counters }: LaneCount): number => counters.admitted ?? 0;
