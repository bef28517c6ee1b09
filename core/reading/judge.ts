import type { SubjectState } from '../consent/subject.ts';
import { isTrimmed, type Trims } from '../consent/trims.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { fromItem, type IndexRow, rowDigest } from '../vault/index-row.ts';
import { statedContext } from '../vault/message-head.ts';
import { headOf } from '../vault/open-row.ts';
import { refusalMessage } from './facts.ts';
import type { Grant } from './grant.ts';
import { isOwn, type ReadRefusal, type ReadRequest } from './reading.ts';
import { type TimeRules, timesOf } from './row-times.ts';

/** What a read needs to know of its subject. */
export interface SeenSubject {
  state: SubjectState;
  keyId: string;
  trims?: Trims;
}

/** What a read sees before its transaction, which repeats each of these as a condition. */
export interface ReadView {
  /** `damaged`: there is one, and it cannot be read. */
  row?: IndexRow | 'damaged';
  subject?: SeenSubject;
  grant?: Grant;
  /** Whether the row's key has been deleted. Looked up only where it is not the subject's. */
  keyGone?: boolean;
}

export type Judgement = { refusal: Exclude<ReadRefusal, 'limit'>; row?: never } | { row: IndexRow; refusal?: never };

/**
 * The first reason against a read, or none. Rights come first, so that somebody without a grant does not learn whether a
 * segment exists; then whether the row can be believed; then what it says.
 */
export function judgeRead(view: ReadView, request: ReadRequest, now: number, rules: TimeRules): Judgement {
  const { row, subject, grant } = view;
  const own = isOwn(request);
  if (!own) {
    if (!(grant && isLive(grant, request, now))) return { refusal: 'no-grant' };
    if (request.permits && !request.permits({ grant }, now)) return { refusal: 'purpose' };
  }
  if (!row || !subject) return { refusal: 'not-found' };
  if (subject.state === 'erased') return { refusal: 'erased' };
  if (!own && subject.state !== 'live') return { refusal: 'consent' };
  // As if there had never been one: nobody learns that it was trimmed.
  if (isTrimmed(subject.trims, row === 'damaged' ? request : row)) return { refusal: 'not-found' };
  if (row === 'damaged') return { refusal: 'damaged' };
  const stated = statedOf(row);
  if (stated === undefined) return { refusal: 'foreign-object' };
  if (stated.row !== undefined && stated.row !== rowDigest(row)) return { refusal: 'altered' };
  if ('message' in row.body && row.body.message.length !== row.bytes) return { refusal: 'altered' };
  // Of an earlier enrolment: its key went with the erasure, and nothing opens it any more.
  if (row.keyId !== subject.keyId) return { refusal: view.keyGone ? 'erased' : 'foreign-object' };
  const { readableFrom, expires } = timesOf(row, stated.row !== undefined, rules);
  if (expires <= now) return { refusal: 'expired' };
  if (own) return { row };
  if (readableFrom > now) return { refusal: 'cool-off' };
  // Of a row that is believed: what an altered one says of its tier is no reason.
  if (request.permits && !request.permits({ grant: grant!, tier: row.tier }, now)) return { refusal: 'purpose' };
  return { row };
}

/** Whether a grant is one for this reader and purpose, and has not expired. */
export const isLive = (
  grant: Grant,
  { reader, purpose }: Pick<ReadRequest, 'reader' | 'purpose'>,
  now: number,
): boolean => grant.reader === reader && grant.purpose === purpose && grant.expires > now;

/** @throws Refused `no-grant`, `purpose` unless there is a live grant that a policy permits to use */
export function requireGrant(
  grant: Grant | undefined,
  request: Pick<ReadRequest, 'reader' | 'purpose' | 'permits'>,
  now: number,
): Grant {
  if (!(grant && isLive(grant, request, now))) throw new Refused('no-grant', refusalMessage('no-grant'));
  if (request.permits && !request.permits({ grant }, now)) throw new Refused('purpose', refusalMessage('purpose'));
  return grant;
}

/**
 * What the message says of itself, unless it is that it is another segment. It is authenticated when the message is opened, so that this
 * look finds honest mistakes and saves the dishonest ones for `openSegment`.
 */
function statedOf(row: IndexRow): Record<string, string> | undefined {
  try {
    const stated = statedContext(headOf(row));
    const same =
      stated.segment === row.segment &&
      stated.key === row.keyId &&
      stated.program === row.program &&
      stated.disclosure === row.disclosure;
    return same ? stated : undefined;
  } catch (error) {
    if (error instanceof SluiceError) return undefined;
    throw error;
  }
}

/** A stored row, or that there is one which cannot be read. */
export function rowOf(item: Readonly<Record<string, unknown>>): IndexRow | 'damaged' {
  try {
    return fromItem(item);
  } catch (error) {
    if (error instanceof Refused) return 'damaged';
    throw error;
  }
}

/** @throws Refused `erased` unless the subject still has the key that was used, `not-found` when they have trimmed it */
export function confirmSubject(subject: SeenSubject | undefined, row: IndexRow): void {
  if (!subject || subject.state === 'erased' || subject.keyId !== row.keyId) {
    throw new Refused('erased', 'the subject was erased while the segment was opened');
  }
  if (isTrimmed(subject.trims, row)) throw new Refused('not-found', refusalMessage('not-found'));
}
