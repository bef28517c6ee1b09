import { decodeTime } from 'ulid';
import { isUlid } from '../shared/ulid.ts';
import type { GateState } from './gate.ts';

/**
 * How long a root remembers by name who has let go: an item holds 400 KB, and every lease reads it. What it forgets stays refused by a
 * watermark, the greatest id that was forgotten: an id at or below it that does not hold has let go, or can no longer come to hold.
 *
 * Ids are made by clients, whose clocks may be wrong. The watermark judges the order of ids alone; time only keeps it low: an id is
 * forgotten a day after its own time by the clock of AWS, so that one that is made now is above it, whatever was forgotten.
 */
export interface Remembered {
  /** Ids above which some are forgotten. */
  most: number;
  /** The newest, which stay then. */
  keep: number;
  /** ms that an id's time must be ago. */
  age: number;
}

const DAY = 86_400_000;
export const REMEMBERED: Remembered = { most: 1_000, keep: 500, age: DAY };

/** Whether an id may be among the forgotten: of a request that is this old the gates are asked one after the other (`pause.ts`). */
export const mayBeForgotten = (id: string, now: number, { age }: Pick<Remembered, 'age'> = REMEMBERED): boolean =>
  isUlid(id) && decodeTime(id) <= now - age / 2;

export interface Forgetting extends Pick<GateState, 'over' | 'holds'> {
  forgotten?: string | undefined;
  now: number;
  /** What must not be passed: the watermark of the gate that is asked first; `undefined` where there is none, absent for that gate itself. */
  bound?: string | undefined;
}

/**
 * What is left of a memory that has grown too long, or undefined where nothing is to be forgotten. Only whole beginnings of the order
 * go: below the watermark nobody is missed. It stays below every hold: an incident that holds one gate must be able to hold the other.
 */
export function forgetting(given: Forgetting, { most, keep, age }: Remembered = REMEMBERED) {
  const { over, holds, forgotten = '', now } = given;
  if (over.length <= most) return undefined;
  const passed = (id: string) =>
    id <= forgotten ||
    (decodeTime(id) <= now - age &&
      holds.every((hold) => id < hold) &&
      (!('bound' in given) || id <= (given.bound ?? '')));
  // What is no ULID came from elsewhere, and is in no order: it stays.
  const ordered = over.filter(isUlid).sort();
  const dropped = ordered.slice(0, Math.max(0, ordered.length - keep)).filter(passed);
  const last = dropped.at(-1);
  if (last === undefined) return undefined;
  const gone = new Set(dropped);
  return { over: over.filter((id) => !gone.has(id)), forgotten: [forgotten, last].sort().at(-1)! };
}
