import type { Disclosure } from '../disclosure/disclosure.ts';
import { actor } from '../ledger/actor.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { permitsBy } from '../reading/permits.ts';
import { requireReader } from '../reading/purpose.ts';
import { orRefused, type RefusalParts } from '../reading/refusals.ts';
import type { SliceReading } from '../reading/slice.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import type { Counts, Export, ExportDocuments, ExportObjects, ExportStore, PartRow, SealedObject } from './export.ts';
import { openPartKey } from './part-key.ts';
import { requirePeople } from './query.ts';

/** Parts that one answer opens: an answer has 6 MB, a link 2 KB. */
export const PARTS_A_FETCH = 40;
/** How long a link holds, s: a page is loaded within minutes, and the next one asks anew. */
const LINK_SECONDS = 900;

export interface FetchParts extends RefusalParts {
  program: string;
  store: Pick<ExportStore, 'find' | 'parts' | 'held'>;
  objects: Pick<ExportObjects, 'documents' | 'link'>;
  slices: Pick<SliceReading, 'beginFetch' | 'confirmParts'>;
  keys: Pick<KeyRing, 'open' | 'forget'>;
  disclosure: Disclosure;
  policy: Policy;
  clock: Clock;
}

/** Where a file lies, and what lies there. */
export type LinkedObject = Omit<SealedObject, 'object'> & { url: string };

export interface OpenedPart {
  part: string;
  rows: number;
  /** 32 bytes: opens the two files of this part, and nothing else. */
  key: Uint8Array;
  data: LinkedObject;
  trajectories: LinkedObject;
}

export interface FetchedPage {
  /** Of the entry; absent where nothing was opened. */
  receipt?: EntryReceipt;
  /** Of the first page alone. */
  documents?: ExportDocuments;
  parts: OpenedPart[];
  /** Names of parts that open no more: whose they were has withdrawn, was erased, or has trimmed something since. */
  closed: string[];
  /** `after` of the next page; absent on the last. */
  next?: string;
}

/**
 * Opens a page of the parts of a sealed export, for who made it, on a grant that is live. Parts of whoever is not there for it any more stay
 * closed, at once and for good.
 * @throws Refused `not-found`, `unfinished`, `ended`, `purpose`, `too-few`, `no-grant`, `gate-closed`
 */
export async function fetchExport(
  parts: FetchParts,
  { export: id, reader, groups, after }: { export: string; reader: string; groups: readonly string[]; after?: string },
): Promise<FetchedPage> {
  const { store, slices, disclosure, policy, clock, objects } = parts;
  return orRefused(parts, { actor: actor('reader', reader) }, async () => {
    const made = await ownSealed(store, id, reader, clock);
    const { purpose } = made.query;
    requireReader(disclosure, purpose, groups);
    const documents = await objects.documents(id);
    if (!documents) throw new Refused('unfinished', 'the export has no manifest');
    requireShown(disclosure, purpose, documents.manifest.document.counts);
    await requireStill(parts, made);
    const { parts: page, next } = await store.parts(id, after);
    const cut = page.flatMap((row) => (row.cut?.wrapped ? [{ ...row, cut: row.cut }] : []));
    const asked = cut.map(({ part, subject, cut: { keyId, trims } }) => ({
      ...{ part, subject, keyId },
      ...(trims && { trims }),
    }));
    const permits = permitsBy(policy, { action: 'fetch', reader, groups, purpose });
    const { receipt, open, closed } = await slices.beginFetch({ export: id, reader, purpose, permits, parts: asked });
    const opened: OpenedPart[] = [];
    for (const row of cut.filter(({ part }) => open.includes(part))) opened.push(await openPart(parts, id, row));
    // Somebody may have been erased, or the export taken back, since: what was opened with a key that was still in memory is not shown.
    const still = new Set(await slices.confirmParts(asked));
    await ownSealed(store, id, reader, clock);
    for (const {
      part,
      cut: { keyId },
    } of cut)
      if (!still.has(part)) parts.keys.forget(keyId);
    const shown = opened.filter(({ part }) => still.has(part));
    const gone = opened.filter(({ part }) => !still.has(part)).map(({ part }) => part);
    return {
      ...(receipt && { receipt }),
      ...(after === undefined && { documents }),
      parts: shown,
      closed: [...closed.map(({ part }) => part), ...gone].sort(),
      ...(next !== undefined && { next }),
    };
  });
}

/**
 * As many people as it has to be of are still there for it: of fewer that are left, each would stand out. Counted no further than to that
 * number, and how many there are is not said.
 * @throws Refused `too-few`
 */
async function requireStill({ store, slices }: FetchParts, { export: id, rules }: Export): Promise<void> {
  let people = 0;
  let after: string | undefined;
  do {
    const { held, next } = await store.held(id, after);
    people += (await slices.confirmParts(held.map((one) => ({ ...one, part: one.subject })))).length;
    after = next;
  } while (people < rules.people && after !== undefined);
  requirePeople(people, rules);
}

/**
 * A disclosure may show less than when a data set was made: one that holds what is shown no more opens no more, as a whole, since its parts hold
 * both. It is made anew.
 * @throws Refused `purpose`
 */
function requireShown(
  { events, applications, purposes }: Pick<Disclosure, 'events' | 'applications' | 'purposes'>,
  purpose: string,
  { byKind, byApplication, byTier }: Pick<Counts, 'byKind' | 'byApplication' | 'byTier'>,
): void {
  const rules = purposes[purpose]!;
  const isWithin = (has: object, ...shown: (readonly string[] | undefined)[]) =>
    Object.keys(has).every((one) => shown.every((those) => those?.includes(one) ?? true));
  const isShown =
    isWithin(byKind, Object.keys(events), rules.kinds) &&
    isWithin(byApplication, Object.keys(applications), rules.applications) &&
    isWithin(byTier, rules.tiers);
  if (!isShown) throw new Refused('purpose', 'it holds what the purpose shows no more: make it anew');
}

async function ownSealed(store: FetchParts['store'], id: string, reader: string, clock: Clock): Promise<Export> {
  const made = await store.find(id);
  // As if there were none: whoever asks for the export of somebody else learns nothing of it.
  if (!made || made.reader !== reader) throw new Refused('not-found', 'no such export of yours');
  if (made.state === 'planned' || made.state === 'making')
    throw new Refused('unfinished', 'the export is not sealed yet');
  if (made.state !== 'sealed' || made.expires <= clock.now()) throw new Refused('ended', 'the export has ended');
  return made;
}

async function openPart(
  { program, keys, objects }: FetchParts,
  id: string,
  { part, cut }: PartRow & { cut: NonNullable<PartRow['cut']> },
): Promise<OpenedPart> {
  const subjectKey = await keys.open(cut.keyId);
  try {
    const key = await openPartKey(cut.wrapped!, { program, export: id, part, key: cut.keyId }, subjectKey);
    const linked = async ({ object, ...of }: SealedObject): Promise<LinkedObject> => ({
      ...of,
      url: await objects.link(object, LINK_SECONDS),
    });
    const [data, trajectories] = [await linked(cut.data!), await linked(cut.trajectories!)];
    return { part, rows: cut.counts.rows, key, data, trajectories };
  } finally {
    subjectKey.fill(0);
  }
}
