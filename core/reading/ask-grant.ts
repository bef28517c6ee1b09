import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { GrantStore } from './grant.ts';
import { type GrantRequest, REQUEST_STANDS, requireHours } from './grant-request.ts';
import { endOf, purposeOf, requireReader } from './purpose.ts';

export interface AskOrder {
  /** As a verified token says. */
  asker: { sub: string; groups: readonly string[]; email?: string };
  purpose: string;
  hours: number;
}

/**
 * Asks for a grant, in place of what the same person asked for before; somebody else gives it.
 * @throws Refused `purpose` unless the disclosure lets one of the asker's groups read for it, `too-long`
 */
export async function askGrant(
  store: Pick<GrantStore, 'ask'>,
  disclosure: Disclosure,
  clock: Clock,
  { asker, purpose, hours }: AskOrder,
): Promise<GrantRequest> {
  requireReader(disclosure, purpose, asker.groups);
  requireHours(hours, purposeOf(disclosure, purpose).longestGrantHours);
  const askedAt = clock.now();
  if (endOf(purposeOf(disclosure, purpose)) <= askedAt)
    throw new Refused('purpose', 'the time of this purpose is over');
  const request: GrantRequest = {
    ...{ reader: asker.sub, purpose, hours, askedAt, expires: askedAt + REQUEST_STANDS },
    ...(asker.email !== undefined && { email: asker.email }),
  };
  await store.ask(request);
  return request;
}
