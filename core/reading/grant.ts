import type { Disclosure } from '../disclosure/disclosure.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { requireRight } from '../shared/rights.ts';
import { attributesOf } from '../shared/row.ts';
import { purposeOf } from './purpose.ts';

export interface Grant {
  /** `<purpose>#<reader>`: one at a time per reader and purpose, so that a read finds it by its key. */
  grant: string;
  /** `sub` of the token. */
  reader: string;
  purpose: string;
  /** `sub` of who gave it. */
  givenBy: string;
  /** ms. */
  givenAt: number;
  /** ms. */
  expires: number;
}

/** @throws Refused `damaged` */
export function grantOf(item: Readonly<Record<string, unknown>>): Grant {
  const { text, time } = attributesOf(item);
  return {
    grant: text('grant'),
    reader: text('reader'),
    purpose: text('purpose'),
    givenBy: text('givenBy'),
    givenAt: time('givenAt'),
    expires: time('expires'),
  };
}

export const grantKey = (reader: string, purpose: string): string => `${purpose}#${reader}`;

/** Port. */
export interface GrantStore {
  /** One transaction: the grant (in place of an older one of the same key) and its entry in the ledger. */
  give(grant: Grant): Promise<EntryReceipt>;
  /** Those that have not expired. */
  list(now: number): Promise<Grant[]>;
}

export interface GrantOrder {
  giver: { sub: string; groups: readonly string[] };
  reader: string;
  purpose: string;
  hours: number;
}

/**
 * Gives a grant. Whether the reader is in one of the purpose's reader groups is known from the reader's own token only, and
 * is therefore asked at each read.
 * @throws Refused `forbidden`, `own-grant`, `purpose`, `too-long`
 */
export async function giveGrant(
  store: GrantStore,
  disclosure: Disclosure,
  clock: Clock,
  order: GrantOrder,
): Promise<{ grant: Grant; receipt: EntryReceipt }> {
  const { giver, reader, purpose, hours } = order;
  requireRight(disclosure, giver.groups, 'give-grants');
  if (reader === giver.sub) throw new Refused('own-grant', 'nobody gives a grant to themselves');
  const rules = purposeOf(disclosure, purpose);
  if (hours > rules.longestGrantHours) {
    throw new Refused('too-long', `a grant for this purpose lasts at most ${rules.longestGrantHours} hours`);
  }
  const givenAt = clock.now();
  const expires = givenAt + hours * 3_600_000;
  const grant: Grant = { grant: grantKey(reader, purpose), reader, purpose, givenBy: giver.sub, givenAt, expires };
  return { grant, receipt: await store.give(grant) };
}
