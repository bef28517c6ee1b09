import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import { mayBeForgotten } from './forget.ts';
import { GATES, type GateClosed, type GateName, type GateStore, staleId } from './gate.ts';

/** One store per gate that the caller has to do with. */
export type GateStores = Readonly<Partial<Record<GateName, GateStore>>>;

/** Lanes closed at a time: enough for the largest streams to take few rounds, few enough for one client's sockets. */
export const LANES_AT_A_TIME = 64;

/** Where the time went, ms. */
export interface PauseDuration {
  gate: GateName;
  /** The root's update and the registry's read. */
  root: number;
  /** All lanes. */
  lanes: number;
}

export interface Paused {
  gates: GateClosed[];
  durations: PauseDuration[];
}

/**
 * Closes the gates for an incident, and needs nothing but their tables for it. When it has returned, no commit (collection) and no read (reading) of an older epoch
 * can happen any more: each needs its lane open at its epoch, and every lane that ever was open is closed for the new one.
 * It may die anywhere: whoever calls it again, with the same incident, finishes it.
 * @param by who wants it, as `Placed` has it @default unknown
 * @throws whatever kept a lane from being closed, after all others were closed; Refused `over` when the incident has let go,
 *   `stale-id` when nobody knows that any more
 */
export async function pause(stores: GateStores, incident: string, clock: Clock, by?: string): Promise<Paused> {
  const gates = GATES.flatMap((gate) => {
    const store = stores[gate];
    return store ? [{ gate, store }] : [];
  });
  const run = ({ gate, store }: (typeof gates)[number]) => close(gate, store, incident, clock, by);
  const closed = mayBeForgotten(incident, clock.now())
    ? await inOrder(gates, run)
    : await parallel(gates, gates.length, run);
  return { gates: closed.map((one) => one.closed), durations: closed.map((one) => one.duration) };
}

/**
 * Of an id that a gate may have forgotten: the second gate forgets no more than the first, and the first nothing above what holds it.
 * So one that came to hold the first can hold the second, and one that the first refuses must not come to hold the second alone.
 */
async function inOrder<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  let isStale = false;
  return parallel(items, 1, async (item) => {
    if (isStale) throw staleId();
    try {
      return await run(item);
    } catch (error) {
      isStale = error instanceof Refused && error.reason === 'stale-id';
      throw error;
    }
  });
}

async function close(
  gate: GateName,
  store: GateStore,
  incident: string,
  clock: Clock,
  by?: string,
): Promise<{ closed: GateClosed; duration: PauseDuration }> {
  const begun = clock.now();
  // The order is the proof: the registry is read after the root began to close, so a lane that is not in it can only be
  // opened after the root is opened again.
  const { epoch, placed } = await store.hold(incident, { at: begun, ...(by !== undefined && { by }) });
  const keys = (await store.lanes()).sort();
  const listed = clock.now();
  const lanes = await parallel(keys, LANES_AT_A_TIME, (lane) => store.closeLane(lane, epoch));
  const ended = clock.now();
  const marked = await store.markClosed(epoch, ended);
  // Whoever finishes a closure later, or joins one, says when it really was.
  const closedAt = Math.max(marked.closedAt ?? ended, placed.get(incident)!.at);
  return {
    closed: { gate, epoch, closedAt, lanes },
    duration: { gate, root: listed - begun, lanes: ended - listed },
  };
}
