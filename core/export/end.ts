import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { actor } from '../ledger/actor.ts';
import type { EntryReceipt, Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { Export, ExportStore } from './export.ts';

export interface Holder {
  sub: string;
  groups: readonly string[];
}

/** All of them for those with the right to see grants, their own for everybody else. */
export const visibleExports = (disclosure: Disclosure, { sub, groups }: Holder, exports: readonly Export[]): Export[] =>
  exports.filter(({ reader }) => reader === sub || may(disclosure, groups, 'see-grants'));

/** @throws Refused `not-found` */
export function visibleExport(disclosure: Disclosure, holder: Holder, found: Export | undefined): Export {
  const [shown] = found ? visibleExports(disclosure, holder, [found]) : [];
  if (!shown) throw new Refused('not-found', 'no such export, or not for this caller');
  return shown;
}

/**
 * Takes an export back: by who made it, or who may give grants. From the write on nothing of it opens; then its keys go.
 * @throws Refused `not-found`
 */
export async function revokeExport(
  { store, ledger, disclosure, clock }: { store: ExportStore; ledger: Ledger; disclosure: Disclosure; clock: Clock },
  id: string,
  by: Holder,
): Promise<{ export: Export; receipt?: EntryReceipt }> {
  const found = await store.find(id);
  const gives = may(disclosure, by.groups, 'give-grants');
  if (!found || !(found.reader === by.sub || gives)) throw new Refused('not-found', 'no such export, or not yours');
  const ended: Export = { ...found, state: 'revoked' };
  if (found.state === 'revoked') {
    // By whoever repeats it, too.
    await store.forget(id);
    return { export: ended };
  }
  // First the entry: one of who died after it is of what they meant, and a state without an entry would be of nobody. Closing is not kept
  // from anybody by a ledger that is away.
  let receipt: EntryReceipt | undefined;
  try {
    receipt = await ledger.append({
      kind: 'export',
      at: clock.now(),
      actor: actor(found.reader === by.sub ? 'reader' : 'giver', by.sub),
      purpose: found.query.purpose,
      detail: { export: id, step: 'revoke' },
    });
  } finally {
    await store.revoke(id);
    await store.forget(id);
  }
  return { export: ended, receipt };
}
