import type { SubjectState } from '../consent/subject.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { statedContext } from '../vault/message-head.ts';
import type { Grant } from './grant.ts';
import { isOwn, type ReadRefusal, type ReadRequest } from './reading.ts';

/** What a read sees before its transaction, which repeats each of these as a condition. */
export interface ReadView {
  row?: IndexRow;
  subject?: { state: SubjectState; keyId: string };
  grant?: Grant;
}

/**
 * The first reason against a read, or none. Rights come first, so that somebody without a grant does not learn whether a
 * segment exists.
 */
export function judgeRead(
  { row, subject, grant }: ReadView,
  request: ReadRequest,
  now: number,
): ReadRefusal | undefined {
  const own = isOwn(request);
  if (!own && !(grant && isLive(grant, request, now))) return 'no-grant';
  if (!row || !subject) return 'not-found';
  if (subject.state === 'erased') return 'erased';
  if (!own && subject.state !== 'live') return 'consent';
  if (row.expiresSeconds * 1000 <= now) return 'expired';
  if (!own && row.readableFrom > now) return 'cool-off';
  return isForeign(row, subject.keyId) ? 'foreign-object' : undefined;
}

const isLive = (grant: Grant, { reader, purpose }: Pick<ReadRequest, 'reader' | 'purpose'>, now: number): boolean =>
  grant.reader === reader && grant.purpose === purpose && grant.expires > now;

/**
 * Whether a row points at what is not this subject's: another key, or a message that says of itself that it is another
 * segment. What the message says is authenticated when it is opened, so that this look finds honest mistakes and saves
 * the dishonest ones for `openSegment`.
 */
function isForeign(row: IndexRow, keyId: string): boolean {
  if (row.keyId !== keyId) return true;
  try {
    const stated = statedContext('message' in row.body ? row.body.message : row.body.head);
    return stated.segment !== row.segment || stated.key !== row.keyId || stated.program !== row.program;
  } catch {
    return true;
  }
}
