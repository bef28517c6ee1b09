import { Refused } from '../shared/errors.ts';
import { attributesOf } from '../shared/row.ts';

/** A reader asks, somebody else gives. Stands until it is given, or for a week. */
export interface GrantRequest {
  /** `sub` of the token that asked: so there is somebody of that name. */
  reader: string;
  purpose: string;
  hours: number;
  /** ms. */
  askedAt: number;
  /** ms. */
  expires: number;
  /** As the token says, for whoever decides. */
  email?: string;
}

export const HOUR = 3_600_000;
export const REQUEST_STANDS = 7 * 24 * HOUR;

/** No purpose begins with the mark, so that no grant has such a key. */
const MARK = '?';
export const requestKey = (reader: string, purpose: string): string => `${MARK}${purpose}#${reader}`;
export const isRequestKey = (key: unknown): boolean => typeof key === 'string' && key.startsWith(MARK);

/** @throws Refused `damaged` */
export function requestOf(item: Readonly<Record<string, unknown>>): GrantRequest {
  const { text, time } = attributesOf(item);
  const { hours, email } = item;
  if (typeof hours !== 'number' || !(hours > 0)) throw new Refused('damaged', 'the hours of a request cannot be read');
  return {
    ...{ reader: text('reader'), purpose: text('purpose'), hours },
    ...{ askedAt: time('askedAt'), expires: time('expires') },
    ...(typeof email === 'string' && { email }),
  };
}

/** @throws Refused `too-long` */
export function requireHours(hours: number, longest: number): void {
  if (hours > longest) throw new Refused('too-long', `a grant for this purpose lasts at most ${longest} hours`);
}

export const notAsked = (purpose: string): Refused =>
  new Refused(
    'not-asked',
    `nobody of that id has asked to read for ${purpose}: the reader does so with sluice grants ask`,
  );
