import { actor } from '../ledger/actor.ts';
import type { EntryReceipt, Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { Export, ExportStore } from './export.ts';

/** Of one data set. */
const MOST_COPIES = 20;

interface CopyParts {
  store: Pick<ExportStore, 'find' | 'copy'>;
  ledger: Ledger;
  clock: Clock;
}

/**
 * Notes that who made a data set has a copy of what they fetched somewhere, or that it has gone. What lies there no withdrawal closes: so those
 * responsible are told of it by name when somebody goes. That it has gone is said of one that has ended, too.
 * @throws Refused `not-found`, `unfinished`, `ended`, `too-many`
 */
export async function keepCopy(
  { store, ledger, clock }: CopyParts,
  { export: id, copy, there, by }: { export: string; copy: string; there: boolean; by: string },
): Promise<{ export: Export; receipt?: EntryReceipt }> {
  const made = await store.find(id);
  if (made?.reader !== by) throw new Refused('not-found', 'no such export of yours');
  const { copies = [], state, expires, query } = made;
  if (copies.includes(copy) === there) return { export: made };
  const at = clock.now();
  if (there) {
    if (state === 'planned' || state === 'making') throw new Refused('unfinished', 'the export is being made');
    if (state !== 'sealed' || expires <= at) throw new Refused('ended', 'the export opens no more');
    if (copies.length >= MOST_COPIES) throw new Refused('too-many', `at most ${MOST_COPIES} copies of one export`);
  }
  // First the entry: a copy without one would be of nobody's word. Who dies between them says it again.
  const detail = { export: id, step: there ? 'copy' : 'drop' };
  const receipt = await ledger.append({
    ...{ kind: 'export', at, actor: actor('reader', by), purpose: query.purpose, detail },
  });
  await store.copy(id, copy, there);
  return { export: (await store.find(id)) ?? made, receipt };
}
