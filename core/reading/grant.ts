import { holdersOf } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { ActorOf } from '../ledger/actor.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import { policiesOf } from '../policy/policies.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { requireRight } from '../shared/rights.ts';
import { attributesOf } from '../shared/row.ts';
import { type GrantRequest, HOUR, notAsked, requireHours } from './grant-request.ts';
import { endOf, purposeOf } from './purpose.ts';

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
  /** ms; when the reader asked for it. Absent in grants of before 0.2, which nobody had to ask for. */
  asked?: number;
  /** Groups by which who gave it may give such. Absent in grants of before. */
  givenAs?: string[];
  /** Hex SHA-256 of the policies that it was given under. Absent in grants of before. */
  policy?: string;
}

/** @throws Refused `damaged` */
export function grantOf(item: Readonly<Record<string, unknown>>): Grant {
  const { text, time } = attributesOf(item);
  return {
    ...(item.asked !== undefined && { asked: time('asked') }),
    ...(item.policy !== undefined && { policy: text('policy') }),
    ...(item.givenAs !== undefined && { givenAs: groupsOf(item.givenAs) }),
    grant: text('grant'),
    reader: text('reader'),
    purpose: text('purpose'),
    givenBy: text('givenBy'),
    givenAt: time('givenAt'),
    expires: time('expires'),
  };
}

function groupsOf(value: unknown): string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new Refused('damaged', 'by which groups a grant was given cannot be read');
}

export const grantKey = (reader: string, purpose: string): string => `${purpose}#${reader}`;

/** Port. */
export interface GrantStore {
  /**
   * One transaction: the grant (in place of an older one of the same key), its entry in the ledger, and what it was asked for by, which is
   * gone with it.
   * @param request as it was seen @default none: it is not looked for
   * @returns undefined when the request is another one by now, or none
   */
  give(grant: Grant, request?: GrantRequest): Promise<EntryReceipt | undefined>;
  /** Those that have not expired. */
  list(now: number): Promise<Grant[]>;
  /** @returns undefined when there is none, or it cannot be read: nobody reads by that one either */
  find(grant: string): Promise<Grant | undefined>;
  /**
   * One transaction: the grant is gone, as it was seen, and the entry stands in the ledger. A read that begins later finds none.
   * @returns undefined when it is another one by now, or none
   */
  revoke(grant: Grant, by: ActorOf<'revocation'>, at: number): Promise<EntryReceipt | undefined>;
  /** In place of an older one of the same reader and purpose. */
  ask(request: GrantRequest): Promise<void>;
  /** Those that have not expired. */
  requests(now: number): Promise<GrantRequest[]>;
  request(reader: string, purpose: string): Promise<GrantRequest | undefined>;
}

export interface GrantOrder {
  giver: { sub: string; groups: readonly string[] };
  reader: string;
  purpose: string;
  /** Said by who gives it, and never more than were asked for: what is asked for may have been replaced since they looked. */
  hours: number;
}

/**
 * Gives a grant that its reader has asked for: so there is such a reader, in a group of the purpose, and two people stand behind each grant.
 * Whether the reader is in such a group still is asked again at each read.
 * @throws Refused `forbidden`, `own-grant`, `purpose`, `too-long`, `not-asked`
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
  const { givers } = rules;
  if (givers && !givers.some((group) => giver.groups.includes(group)))
    throw new Refused('forbidden', `a grant for this purpose is given by ${givers.join(', ')}`);
  const givenAs = [...new Set([...holdersOf(disclosure, 'give-grants'), ...(givers ?? [])])].filter((group) =>
    giver.groups.includes(group),
  );
  requireHours(hours, rules.longestGrantHours);
  for (;;) {
    const givenAt = clock.now();
    const request = await store.request(reader, purpose);
    if (!request || request.expires <= givenAt) throw notAsked(purpose);
    if (hours > request.hours) throw new Refused('too-long', `the reader has asked for ${request.hours} hours`);
    const expires = Math.min(givenAt + hours * HOUR, endOf(rules));
    if (expires <= givenAt) throw new Refused('purpose', 'the time of this purpose is over');
    const grant: Grant = {
      ...{ grant: grantKey(reader, purpose), reader, purpose, givenBy: giver.sub, givenAt, expires },
      ...{ asked: request.askedAt, givenAs, policy: policiesOf(disclosure).hash },
    };
    const receipt = await store.give(grant, request);
    if (receipt) return { grant, receipt };
  }
}
