import { decodeTime } from 'ulid';
import { Refused } from '../shared/errors.ts';
import { isUlid } from '../shared/ulid.ts';

const DAY = 86_400_000;

export const isIncidentId = isUlid;

/**
 * Asked before an id holds a gate: under one that is none, or of a time to come, no incident could be filed in order. A day is left for
 * clocks.
 * @throws Refused `malformed`
 */
export function checkIncidentId(id: string, now: number): void {
  if (!isIncidentId(id) || decodeTime(id) > now + DAY) {
    throw new Refused('malformed', 'the id is a ULID of no later than now, in capital letters');
  }
}
