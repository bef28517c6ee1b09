/** The gate: DESIGN "Pause and resume". The same mechanism stands before collecting and before reading. */

export const GATES = ['collection', 'reading'] as const;
export type GateName = (typeof GATES)[number];

export interface GateState {
  state: 'open' | 'closed';
  /** Only grows. */
  epoch: number;
  /** Incidents that hold it closed. */
  holds: string[];
  /** When the state last changed, ms. */
  since: number;
}

/** Where a lane stood when it was closed. */
export interface LaneCheckpoint {
  lane: string;
  /** Last committed sequence number (collection) or number of entries (reading); absent if it never committed. */
  checkpoint?: string;
}

export interface GateClosed {
  gate: GateName;
  epoch: number;
  /** ms; when the last lane was closed. */
  closedAt: number;
  lanes: LaneCheckpoint[];
}

/**
 * Port. Each method is one atomic step on the store (single conditional write or strongly consistent read); the rules in
 * `pause.ts` and `resume.ts` put them together so that any of them can die half-way and be finished by anyone.
 */
export interface GateStore {
  read(): Promise<GateState>;
  /** Adds the hold; if open: closed and epoch + 1. Idempotent per incident. Returns the state after. */
  hold(incident: string, at: number): Promise<GateState>;
  /**
   * Removes the hold; opens with epoch + 1 when it was the only one, on condition that the gate is closed at `epoch`.
   * @throws Refused `epoch` when the gate moved on, `not-held` when the incident does not hold it
   */
  release(incident: string, epoch: number, at: number): Promise<GateState>;
  /** Keys of all lanes, strongly consistent. */
  lanes(): Promise<string[]>;
  /** Closes a lane for `epoch` (`no epoch or epoch < :new`); a lane already there is done. Repeats through conflicts. */
  closeLane(lane: string, epoch: number): Promise<LaneCheckpoint>;
  /** Adds the key to the directory, puts the lane closed if there is none. */
  addLane(lane: string): Promise<void>;
  /** Opens a lane for `epoch` in a transaction that checks that the root is open at that epoch. False: it is not. */
  openLane(lane: string, epoch: number): Promise<boolean>;
  /** Takes an ended lane out of the directory; its checkpoint stays. */
  retireLane(lane: string): Promise<void>;
}
