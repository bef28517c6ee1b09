import type { Clock } from '../shared/clock.ts';
import { parallel } from '../shared/parallel.ts';
import { checkRelease, GATES, type GateName, type GateState, type GateStore } from './gate.ts';
import type { GateStores } from './pause.ts';

/** Each opening is a transaction that checks the root, so many at once would cancel each other. */
export const LANES_OPENED_AT_A_TIME = 4;

export interface GateResumed {
  gate: GateName;
  /** The gate after the hold went: closed still when other incidents hold it. */
  state: GateState;
  /** Lanes opened for the new epoch. A lane that is not among them is opened by the first frame of the epoch. */
  opened: string[];
}

/**
 * Takes an incident's hold away, at the epochs that the approvers saw, and opens the gates that nobody else holds. A loop over
 * the gates that anyone may repeat as a whole, at any later time: a gate that the incident has let go of is done, whatever other
 * incidents did to it since, and if it is open its lanes are opened.
 * @param epochs of the closed gates as the approvers saw them; a gate without an epoch is left alone
 * @throws Refused `epoch` when a gate moved on, `not-held` when the incident does not hold it; then none was opened by
 *   this call, unless one moved between the check and the release
 */
export async function resume(
  stores: GateStores,
  incident: string,
  epochs: Readonly<Partial<Record<GateName, number>>>,
  clock: Clock,
): Promise<GateResumed[]> {
  const gates = GATES.flatMap((gate) => {
    const [store, epoch] = [stores[gate], epochs[gate]];
    return store && epoch !== undefined ? [{ gate, store, epoch }] : [];
  });
  // Both are looked at before either is opened: a refusal should leave both as they were.
  for (const { store, epoch } of gates) checkRelease(await store.read(), incident, epoch);
  const resumed: GateResumed[] = [];
  for (const { gate, store, epoch } of gates) {
    const state = await store.release(incident, epoch, clock.now());
    resumed.push({ gate, state, opened: state.state === 'open' ? await openLanes(store, state.epoch) : [] });
  }
  return resumed;
}

async function openLanes(store: GateStore, epoch: number): Promise<string[]> {
  const lanes = await store.lanes();
  const open = await parallel(lanes, LANES_OPENED_AT_A_TIME, (lane) => store.openLane(lane, epoch));
  return lanes.filter((_, index) => open[index]).sort();
}
