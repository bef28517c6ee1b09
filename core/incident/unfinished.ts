import { GATES, type Placed } from '../gate/gate.ts';
import { SluiceError } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import { inTurn } from '../shared/turn.ts';
import { isPartOf, UNKNOWN } from './filing.ts';
import { type Incident, isErasing, type OpenIncident } from './incident.ts';
import { isIncidentId } from './incident-id.ts';
import { type FollowParts, follow, reportFacts, rowOf } from './report.ts';

/** Open incidents that one run looks at beside those that hold: the others come to their turn in later runs. */
const LOOKED_AT = 200;
/** Rows read at a time. */
const AT_A_TIME = 16;

export interface OpenWork {
  /** What went wrong, one an incident that could not be finished; the others are, all the same. */
  errors: unknown[];
  /** Incidents that are not concluded and were looked at, as they were found: all that hold, and some of the others. */
  open: Incident[];
  /** Those that ended the program, and whose erasing is not done. */
  erasing: Incident[];
  /** Gates that are not open. */
  gatesClosed: number;
  /** When the oldest incident was reported that is not concluded, ms. */
  oldest?: number;
}

/**
 * Finishes what died half-way, and tells what is open. Two places name all of it, and neither can be filled by others: the holds of
 * both roots, of which each needs an incident that closes, and the index of open incidents.
 */
export async function finishOpenWork(parts: FollowParts): Promise<OpenWork> {
  const { held, errors } = await finishHeld(parts);
  const caught = (error: unknown) => void errors.push(error);
  const listed = (await parts.store.open().catch(caught)) ?? [];
  const unheld = listed.filter(({ incident }) => !held.has(incident));
  const read = ({ incident }: OpenIncident) => parts.store.read(incident).catch(caught);
  const found = await parallel(inTurn(unheld, LOOKED_AT, parts.clock.now()), AT_A_TIME, read);
  const others = found.flatMap((incident) => incident ?? []);
  const waiting = others.filter(({ startedAt }) => startedAt === undefined);
  errors.push(...(await allOf(waiting, (incident) => follow(parts, incident))));
  const open = [...held.values(), ...others].filter(({ concludedAt }) => concludedAt === undefined);
  // One that ended the program holds both gates for good: it is found by that.
  const erasing = [...held.values()].filter(isErasing);
  const states = await Promise.all(GATES.map((gate) => parts.gates[gate].read()));
  return {
    errors,
    open,
    erasing,
    gatesClosed: states.filter(({ state }) => state !== 'open').length,
    ...(open.length + unheld.length + erasing.length > 0 && { oldest: oldestOf([...open, ...unheld, ...erasing]) }),
  };
}

/** What holds a gate is filed, contained, and has its workflow: otherwise nobody could ever let go. */
export async function finishHeld(parts: FollowParts) {
  const states = await Promise.all(GATES.map((gate) => parts.gates[gate].read()));
  const holds = new Map(states.flatMap(({ placed }) => [...placed]));
  const held = new Map<string, Incident>();
  const errors = await allOf([...holds], async ([id, placed]) => {
    const incident = await filedHold(parts, id, placed);
    held.set(id, incident);
    // Terminated: held for good. Resuming: what is left of it is to let go, and closes nothing anew.
    if (incident.status === 'terminated' || incident.resuming) return;
    if (incident.concludedAt !== undefined) throw new SluiceError('a gate is held by an incident that is concluded');
    const isClosing = states.some(({ state, holds: ids }) => state === 'closing' || !ids.includes(id));
    if (isClosing || !incident.receipt || incident.startedAt === undefined) await follow(parts, incident);
  });
  return { held, errors };
}

/** The incident of a hold: made where there is none, or made a closing one where it closed nothing. */
async function filedHold(parts: FollowParts, id: string, { at, by = UNKNOWN }: Placed): Promise<Incident> {
  if (!isIncidentId(id)) throw new SluiceError('a gate is held under what is no id of an incident');
  const there = await parts.store.find(id);
  if (there?.closes && (by === UNKNOWN || isPartOf(there, by))) return there;
  const row = rowOf(parts, { incident: id, reporter: { sub: by }, severity: 'high' }, 'pause', at);
  return parts.store.file(row, undefined, reportFacts(row));
}

const oldestOf = (some: readonly OpenIncident[]): number =>
  some.reduce((oldest, { reportedAt }) => Math.min(oldest, reportedAt), Number.POSITIVE_INFINITY);

async function allOf<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<unknown[]> {
  const results = await Promise.allSettled(items.map(run));
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}
