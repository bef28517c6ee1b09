import { Refused } from '../shared/errors.ts';

/** The gate: docs/protocol.md, 3. The same mechanism stands before collecting and before reading. */

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
  /** The last release, and the closed epoch that it was for: what makes a release that is repeated harmless. */
  released?: { incident: string; epoch: number };
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
   * Idempotent: the release that was the last one is answered with the state as it is.
   * @throws Refused `epoch` when the gate moved on, `not-held` when the incident does not hold it
   */
  release(incident: string, epoch: number, at: number): Promise<GateState>;
  /** Keys of all lanes, strongly consistent. */
  lanes(): Promise<string[]>;
  /** Closes a lane for `epoch` (`no epoch or epoch < :new`); a lane already there is done. Repeats through conflicts. */
  closeLane(lane: string, epoch: number): Promise<LaneCheckpoint>;
  /** Adds the key to the directory, puts the lane closed if there is none. */
  addLane(lane: string): Promise<void>;
  /**
   * Opens a lane for `epoch` in a transaction that checks that the root is open at that epoch and that the directory
   * lists the lane. False: it is not open at `epoch`, for one of these, or because it was not put yet or is beyond it.
   */
  openLane(lane: string, epoch: number): Promise<boolean>;
  /**
   * Takes an ended lane out of the directory and closes it, in one transaction (an open lane that no pause can find must
   * not be). Its checkpoint and counters stay. Were it ever to be needed again, it comes to be like a new one.
   */
  retireLane(lane: string): Promise<void>;
}

/** Does release repeat the last one? */
export const isRepeatedRelease = ({ released }: GateState, incident: string, epoch: number): boolean =>
  released?.incident === incident && released.epoch === epoch;

/** @throws Refused `epoch` or `not-held`, unless the incident holds the gate at `epoch` or that was released just now */
export function checkRelease(state: GateState, incident: string, epoch: number): void {
  if (isRepeatedRelease(state, incident, epoch)) return;
  if (state.state !== 'closed' || state.epoch !== epoch) {
    throw new Refused('epoch', `the gate is ${state.state} at epoch ${state.epoch}, not closed at ${epoch}`);
  }
  if (!state.holds.includes(incident)) throw new Refused('not-held', 'this incident does not hold the gate');
}

/** The state after a hold. */
export function held(state: GateState, incident: string, at: number): GateState {
  const holds = state.holds.includes(incident) ? state.holds : [...state.holds, incident];
  if (state.state === 'closed') return { ...state, holds };
  return { ...state, state: 'closed', epoch: state.epoch + 1, holds, since: at };
}

/** The state after a release that `checkRelease` let through. */
export function releasedFrom(state: GateState, incident: string, epoch: number, at: number): GateState {
  if (isRepeatedRelease(state, incident, epoch)) return state;
  const holds = state.holds.filter((other) => other !== incident);
  const released = { incident, epoch };
  if (holds.length > 0) return { ...state, holds, released };
  return { ...state, state: 'open', epoch: state.epoch + 1, holds, since: at, released };
}
