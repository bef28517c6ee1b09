import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { actor } from '../ledger/actor.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { type Caller, visibleGrants } from './access.ts';
import type { Grant, GrantStore } from './grant.ts';

/**
 * Takes a grant back: whoever gave it, whoever may give such, and the reader, who needs it no more. No read begins on it afterwards; what was
 * read stays in the ledger.
 * @throws Refused `not-found`, also to those who may not see it, `forbidden` to those who see it and may not
 */
export async function revokeGrant(
  store: Pick<GrantStore, 'find' | 'revoke'>,
  disclosure: Disclosure,
  clock: Clock,
  { by, grant: key }: { by: Pick<Caller, 'sub' | 'groups'>; grant: string },
): Promise<{ grant: Grant; receipt: EntryReceipt }> {
  for (;;) {
    const at = clock.now();
    const grant = await store.find(key);
    const own = grant?.reader === by.sub;
    const giver = grant?.givenBy === by.sub || may(disclosure, by.groups, 'give-grants');
    const seen = grant !== undefined && (own || giver || visibleGrants(disclosure, by, [grant]).length > 0);
    if (!seen || grant.expires <= at) throw new Refused('not-found', 'no such grant: it has ended, or was never given');
    if (!own && !giver) throw new Refused('forbidden', 'who gave it takes it back, who may give such, or the reader');
    const receipt = await store.revoke(grant, giver ? actor('giver', by.sub) : actor('reader', by.sub), at);
    if (receipt) return { grant, receipt };
  }
}
