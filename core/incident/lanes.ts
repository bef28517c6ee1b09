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

export interface SeenLanes {
  lanes: LaneCount[];
  /** By name, those whose rows are damaged: what they have counted is not known, nor whether they are closed. */
  damaged: string[];
}

/** Port. */
export interface CountedLanes {
  /**
   * The lanes of the registry, and those named (they may have retired since), each strongly consistent.
   * @param also @default none
   */
  lanes(also?: readonly string[]): Promise<SeenLanes>;
}

/** Frames admitted by each lane of a receipt; undefined where its row was damaged then. */
export type AdmittedAtClosure = ReadonlyMap<string, number | undefined>;

export const admittedOf = ({ counters }: LaneCount): number => counters.admitted ?? 0;

/**
 * Which lanes have admitted frames since the gate was closed, and how many; and of which nobody can say, since their rows are damaged
 * or were then. A lane that came to be since starts at zero; a retired one that came back is not in the receipt, and starts at what
 * it had admitted when it retired.
 */
export function sinceClosure(
  before: AdmittedAtClosure,
  { lanes, damaged }: SeenLanes,
): { moved: { lane: string; by: number }[]; unknown: string[] } {
  const moved: { lane: string; by: number }[] = [];
  const unknown = [...damaged];
  for (const seen of lanes) {
    const { lane, retired = 0 } = seen;
    const from = before.has(lane) ? before.get(lane) : retired;
    if (from === undefined) unknown.push(lane);
    else if (admittedOf(seen) !== from) moved.push({ lane, by: admittedOf(seen) - from });
  }
  return { moved, unknown: unknown.sort() };
}
