import type { RootState } from '../../api/words.ts';
import { Refused } from '../shared/errors.ts';

/** The gate: docs/protocol.md, 3. The same mechanism stands before collecting and before reading. */

export const GATES = ['collection', 'reading'] as const;
export type GateName = (typeof GATES)[number];

export interface GateState {
  /** `closing` from the hold until every lane has answered: what the root wants, and not yet what the lanes do. */
  state: RootState;
  /** Only grows. */
  epoch: number;
  /** Incidents that hold it closed. */
  holds: string[];
  /** When it was opened, or began to close, ms. */
  since: number;
  /** When every lane had answered, ms; while it is closed. Absent for closures of earlier versions. */
  closedAt?: number;
  /** Incidents that held it and have let go, without those that were forgotten. None of them can hold it again. */
  over: string[];
  /** Greatest id that was forgotten; none at or below it can come to hold (`forget.ts`). Absent while all are remembered. */
  forgotten?: string;
  /** When each hold was placed, and by whom. */
  placed: ReadonlyMap<string, Placed>;
  /** The incident that ended the program, and holds the gate for good. Absent while none has. */
  ended?: string;
}

export interface Placed {
  /** ms. */
  at: number;
  /** Pseudonym of who reported, or name at AWS of who broke the glass. Absent for holds of earlier versions. */
  by?: string;
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
  /** ms; when the last lane was closed, or the incident joined after that. */
  closedAt: number;
  lanes: LaneCheckpoint[];
}

/**
 * Port. Each method is one atomic step on the store (single conditional write or strongly consistent read); the rules in
 * `pause.ts` and `resume.ts` put them together so that any of them can die half-way and be finished by anyone.
 */
export interface GateRoot {
  read(): Promise<GateState>;
  /**
   * Adds the hold; if open: closing and epoch + 1, in the same write. Idempotent per incident. Returns the state after.
   * @throws Refused `over` when the incident has let go before, `stale-id` when that was forgotten, or may have been
   */
  hold(incident: string, placed: Placed): Promise<GateState>;
  /** Closed, if it is closing at `epoch`: for who has closed every lane. Returns the state after, whatever it is. */
  markClosed(epoch: number, at: number): Promise<GateState>;
  /**
   * Removes the hold and notes the incident as over, in one write; opens with epoch + 1 when it was the only one, on
   * condition that the gate is closed at `epoch`. An incident that is over already is answered with the state as it is.
   * @throws Refused `epoch` when the gate moved on, `not-held` when the incident does not hold it
   */
  release(incident: string, epoch: number, at: number): Promise<GateState>;
  /**
   * Notes that the incident, which holds it closed, has ended the program: it never lets go any more, so that the gate never opens again. One
   * that was ended by another stays that one's. Returns the state after.
   * @throws Refused `not-held` when the incident does not hold it, or the gate is not closed yet
   */
  end(incident: string): Promise<GateState>;
}

/** Port: the lanes of a gate, and the registry that lists them. */
export interface GateLanes {
  /** Keys of all lanes in the registry, strongly consistent. */
  lanes(): Promise<string[]>;
  /** Closes a lane for `epoch` (`no epoch or epoch < :new`); a lane already there is done. Repeats through conflicts. */
  closeLane(lane: string, epoch: number): Promise<LaneCheckpoint>;
  /** Adds the key to the registry, puts the lane closed if there is none. */
  addLane(lane: string): Promise<void>;
  /**
   * Opens a lane for `epoch` in a transaction that checks that the root is open at that epoch and that the registry
   * lists the lane. False: it is not open at `epoch`, for one of these, or because it was not put yet or is beyond it.
   */
  openLane(lane: string, epoch: number): Promise<boolean>;
  /**
   * Takes an ended lane out of the registry and closes it, in one transaction (an open lane that no pause can find must
   * not be). Its checkpoint and counters stay, and what it had admitted by then is noted, so that one that comes back during a
   * closure is seen not to have moved. Were it ever to be needed again, it comes to be like a new one.
   */
  retireLane(lane: string): Promise<void>;
}

export interface GateStore extends GateRoot, GateLanes {}

/** Has the incident let go for good? One that holds is not over, whatever earlier versions remember. */
export const isOver = (state: Pick<GateState, 'holds' | 'over' | 'forgotten'>, incident: string): boolean =>
  (state.over.includes(incident) || isForgotten(state, incident)) && !state.holds.includes(incident);

const isForgotten = ({ forgotten }: Pick<GateState, 'forgotten'>, incident: string): boolean =>
  forgotten !== undefined && incident <= forgotten;

/** @throws Refused `over`, or `stale-id` where nobody knows any more whether it has let go */
export function checkHold(state: GateState, incident: string): void {
  if (!isOver(state, incident)) return;
  if (state.over.includes(incident))
    throw new Refused('over', 'this incident has let go of the gate, and cannot hold it again');
  throw staleId();
}

export const staleId = (): Refused =>
  new Refused('stale-id', 'the id is older than what the gate remembers of those who let go: take a new one');

/** @throws Refused `not-held`, unless the incident holds the closed gate */
export function checkEnd(state: GateState, incident: string): void {
  if (state.state === 'closed' && state.holds.includes(incident)) return;
  throw new Refused('not-held', 'this incident does not hold the gate closed');
}

/** Nothing of the program is begun again. @throws Refused `terminated` */
export function checkNotEnded({ ended }: Pick<GateState, 'ended'>): void {
  if (ended !== undefined) throw programEnded();
}

export const programEnded = (): Refused =>
  new Refused('terminated', 'the program was ended for good: nothing of it is collected or read again');

/** @throws Refused `epoch`, `not-held` or `terminated`, unless the incident holds the gate, closed at `epoch`, or is over */
export function checkRelease(state: GateState, incident: string, epoch: number): void {
  if (isOver(state, incident)) return;
  if (state.ended === incident) throw programEnded();
  if (state.state !== 'closed' || state.epoch !== epoch) {
    throw new Refused('epoch', `the gate is ${state.state} at epoch ${state.epoch}, not closed at ${epoch}`);
  }
  if (!state.holds.includes(incident)) throw new Refused('not-held', 'this incident does not hold the gate');
}

/** The state after a hold that `checkHold` let through. */
export function held(state: GateState, incident: string, placed: Placed): GateState {
  if (state.holds.includes(incident)) return state;
  const joined = {
    ...state,
    holds: [...state.holds, incident],
    placed: new Map(state.placed).set(incident, placed),
  };
  return state.state === 'open' ? { ...joined, state: 'closing', epoch: state.epoch + 1, since: placed.at } : joined;
}

/** The state after a release that `checkRelease` let through. */
export function releasedFrom(state: GateState, incident: string, at: number): GateState {
  if (isOver(state, incident)) return state;
  const placed = new Map(state.placed);
  placed.delete(incident);
  const holds = state.holds.filter((other) => other !== incident);
  const left = { ...state, holds, placed, over: [...new Set([...state.over, incident])] };
  if (holds.length > 0) return left;
  const { closedAt: _, ...open } = left;
  return { ...open, state: 'open', epoch: state.epoch + 1, since: at };
}

/** Whether an incident holds one of the gates, filed or not. */
export async function isHeldBy(gates: Readonly<Record<GateName, Pick<GateStore, 'read'>>>, incident: string) {
  const states = await Promise.all(GATES.map((gate) => gates[gate].read()));
  return states.some(({ holds }) => holds.includes(incident));
}
