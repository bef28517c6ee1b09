import type { Disclosure } from '../disclosure/disclosure.ts';
import type { InForce } from '../disclosure/in-force.ts';
import { actor } from '../ledger/actor.ts';
import type { Policy } from '../policy/policy.ts';
import { permitsBy } from '../reading/permits.ts';
import { isKnownPurpose } from '../reading/purpose.ts';
import { orRefused, type RefusalParts } from '../reading/refusals.ts';
import type { SliceReading } from '../reading/slice.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { Export, ExportStore } from './export.ts';
import { type ExportQuery, narrowed, rulesFor } from './query.ts';

const DAY = 86_400_000;

export interface CreateParts extends RefusalParts {
  store: Pick<ExportStore, 'create' | 'find'>;
  slices: Pick<SliceReading, 'beginExport'>;
  disclosure: Disclosure;
  policy: Policy;
  inForce: Pick<InForce, 'check'>;
  clock: Clock;
  /** Starts the job; a job that was started before goes on. */
  start: (id: string) => Promise<void>;
}

export interface CreateOrder {
  /** ULID, made by who asks. */
  export: string;
  query: ExportQuery;
  /** `sub` of the token. */
  reader: string;
  groups: readonly string[];
}

/**
 * Begins an export: checked against the disclosure, entered into the ledger on the reader's grant with the gate open, kept, started. Asked
 * again under the same id it is the same one.
 * @throws Refused `purpose`, `no-export`, `span`, `query`, `too-few`, `no-grant`, `gate-closed`, `exists`
 */
export async function createExport(parts: CreateParts, order: CreateOrder): Promise<Export> {
  const { reader, groups, export: id } = order;
  const { store, slices, disclosure, policy, inForce, clock, start } = parts;
  const { purpose } = order.query;
  const known = isKnownPurpose(disclosure, purpose);
  return orRefused(parts, { actor: actor('reader', reader), ...(known && { purpose }) }, async () => {
    await inForce.check();
    const rules = rulesFor(disclosure, order.query, groups);
    const query = narrowed(disclosure, order.query);
    const there = await store.find(id);
    if (there) return again(there, { query, reader }, start);
    const { kinds, applications, subjects: people } = query;
    const permits = permitsBy(policy, {
      ...{ action: 'export', reader, groups, purpose },
      ...(kinds && { kinds }),
      ...(applications && { applications }),
      ...(people !== undefined && { people }),
    });
    const receipt = await slices.beginExport(
      { export: id, reader, purpose, permits },
      { from: query.from, to: query.to, ...(people !== undefined && { subjects: people }), policy: policy.hash },
    );
    const asked = clock.now();
    const made = await store.create({
      ...{ export: id, reader, query, rules: { ...rules }, disclosure: disclosure.version, state: 'planned' },
      as: disclosure.purposes[purpose]!.readers.filter((group) => groups.includes(group)),
      ...{ asked, expires: asked + rules.days * DAY, receipt },
    });
    return again(made, { query, reader }, start);
  });
}

async function again(
  there: Export,
  { query, reader }: Pick<CreateOrder, 'query' | 'reader'>,
  start: CreateParts['start'],
): Promise<Export> {
  if (there.reader !== reader || canonicalJson(there.query) !== canonicalJson(query)) {
    throw new Refused('exists', 'another export has this id');
  }
  if (there.state === 'planned' || there.state === 'making') await start(there.export);
  return there;
}
