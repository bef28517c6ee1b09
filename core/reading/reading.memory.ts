import type { MemoryLedger } from '../ledger/ledger.memory.ts';
import type { EntryFacts, EntryReceipt } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { type MemoryCounts, memoryCounts } from '../shared/counts.memory.ts';
import { Refused } from '../shared/errors.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';
import { type IndexRow, partitionOf } from '../vault/index-row.ts';
import { grantFacts, readFacts, refusalMessage, revocationFacts } from './facts.ts';
import type { Grant, GrantStore } from './grant.ts';
import { grantKey } from './grant.ts';
import { type GrantRequest, requestKey } from './grant-request.ts';
import { confirmSubject, judgeRead, requireGrant, rowOf, type SeenSubject } from './judge.ts';
import { limitOf } from './limits.ts';
import type { LiveKeys } from './live-keys.ts';
import { ofLiveKeys } from './live-keys.ts';
import type { Reading, RecordQuery, Records } from './reading.ts';
import type { TimeRules } from './row-times.ts';
import { inOrder, onePage, recordPage } from './summary.ts';

/** What the tables would hold, shared by the three adapters. */
export interface ReadingTables {
  /** By `<subject>/<segment>`. */
  rows: Map<string, IndexRow>;
  subjects: Map<string, SeenSubject>;
  grants: Map<string, Grant>;
  /** What the key table holds. */
  keys: ReadonlyMap<string, unknown>;
  ledger: MemoryLedger;
  /** The chain's copy of the reading gate. */
  isOpen: (chain: string) => boolean;
  /** Tries to open it, as the first read of a chain does. */
  openChain: (chain: string) => Promise<unknown>;
  /** Reads and listings of each reader. @default none yet */
  counts?: MemoryCounts;
}

export const rowKey = (subject: string, segment: string): string => `${subject}/${segment}`;

export function memoryReading(tables: ReadingTables, clock: Clock, rules: TimeRules): Reading {
  const opened = async (): Promise<string> => {
    const chain = tables.ledger.pick('read');
    await tables.openChain(chain);
    return chain;
  };
  const { counts = memoryCounts() } = tables;
  const append = (chain: string, facts: EntryFacts, volume?: { limit: Limit; purpose: string }): EntryReceipt => {
    if (!tables.isOpen(chain)) throw new Refused('gate-closed', refusalMessage('gate-closed'));
    if (volume) countVolume(counts, facts.actor, volume.purpose, volume.limit, clock.now());
    const [limit, now] = [limitOf(facts.actor), clock.now()];
    if (counts.addNow(facts.actor, spanOf(limit, now), limit.most) > limit.most) throw usedUp('reads', limit, now);
    return tables.ledger.appendTo(chain, facts);
  };
  return {
    async begin(request) {
      const chain = await opened();
      // From here on nothing is awaited: what follows is the transaction.
      const now = clock.now();
      const stored = tables.rows.get(rowKey(request.subject, request.segment));
      const row = stored && readable(stored);
      const subject = tables.subjects.get(request.subject);
      const grant = tables.grants.get(grantKey(request.reader, request.purpose));
      const keyGone = typeof row === 'object' && !tables.keys.has(row.keyId);
      const view = { ...(row && { row }), ...(subject && { subject }), ...(grant && { grant }), keyGone };
      const judged = judgeRead(view, request, now, rules);
      if (judged.refusal) throw new Refused(judged.refusal, refusalMessage(judged.refusal));
      const volume = request.volume && { limit: request.volume, purpose: request.purpose };
      return { receipt: append(chain, readFacts(request, now), volume), row: judged.row };
    },
    async beginListing(facts, needs) {
      const chain = await opened();
      const grant = needs && tables.grants.get(grantKey(needs.reader, needs.purpose));
      if (needs) requireGrant(grant, needs, clock.now());
      return append(chain, facts);
    },
    confirm: async (row) => confirmSubject(tables.subjects.get(row.subject), row),
  };
}

/** In the step that is the transaction. @throws Refused `limit` */
export function countVolume(
  counts: MemoryCounts,
  actor: string,
  purpose: string,
  limit: Limit,
  now: number,
  by = 1,
): void {
  if (counts.addNow(`${purpose}#${actor}`, spanOf(limit, now), limit.most, by) > limit.most)
    throw usedUp('segments', limit, now);
}

/** As if it came from the table, whatever a test has put there. */
export const readable = ({ devices, body, ...row }: IndexRow): IndexRow | 'damaged' =>
  rowOf({ ...row, devices: Array.isArray(devices) ? new Set(devices) : devices, ...body });

export function memoryGrants({ grants, ledger }: Pick<ReadingTables, 'grants' | 'ledger'>): GrantStore {
  const requests = new Map<string, GrantRequest>();
  const keyOf = ({ reader, purpose }: Pick<GrantRequest, 'reader' | 'purpose'>) => requestKey(reader, purpose);
  return {
    async give(grant, request) {
      if (request) {
        const there = requests.get(keyOf(request));
        if (there?.askedAt !== request.askedAt || there.hours !== request.hours) return undefined;
        requests.delete(keyOf(request));
      }
      grants.set(grant.grant, grant);
      return ledger.append(grantFacts(grant));
    },
    list: async (now) => [...grants.values()].filter(({ expires }) => expires > now),
    find: async (key) => grants.get(key),
    async revoke(grant, by, at) {
      const there = grants.get(grant.grant);
      if (there?.givenAt !== grant.givenAt || there.expires !== grant.expires) return undefined;
      grants.delete(grant.grant);
      return ledger.append(revocationFacts(grant, by, at));
    },
    ask: async (request) => void requests.set(keyOf(request), request),
    requests: async (now) => [...requests.values()].filter(({ expires }) => expires > now),
    request: async (reader, purpose) => requests.get(requestKey(reader, purpose)),
  };
}

/** @param subjects whose keys are live @default not asked: all that there is */
export function memoryRecords(
  { rows, subjects }: Pick<ReadingTables, 'rows'> & Partial<Pick<ReadingTables, 'subjects'>>,
  clock: Clock,
  pageRows = 1_000,
): Records {
  const liveKeys: LiveKeys = async (asked) =>
    new Map(
      asked.flatMap((subject) => {
        const row = subjects?.get(subject);
        return row && row.state !== 'erased' ? [[subject, row] as const] : [];
      }),
    );
  const within = async ({ subject, from, to, after = '', before, newest }: Omit<RecordQuery, 'limit'>) => {
    const found = [...rows.values()]
      .filter((row) => (subject === undefined || row.subject === subject) && row.segment > after)
      .filter(({ segment }) => before === undefined || segment < before)
      .filter((row) => row.arrivedTo >= from && row.arrivedTo <= to && !(row.expiresSeconds * 1000 <= clock.now()))
      .sort(inOrder({ ...(newest !== undefined && { newest }) }));
    const shown = subjects ? await ofLiveKeys(found, liveKeys) : found;
    return shown as unknown as Record<string, unknown>[];
  };
  return {
    async list({ limit, ...query }) {
      const { rows: found, unreadable } = recordPage(await within(query));
      return onePage(found, unreadable, limit);
    },
    async *pages({ partition, ...span }, behind) {
      const all = await within({ ...span, ...(behind && { after: behind.segment }) });
      const found =
        partition === undefined ? all : all.filter(({ subject }) => partitionOf(String(subject)) === partition);
      for (let at = 0; at === 0 || at < found.length; at += pageRows) {
        const items = found.slice(at, at + pageRows);
        const last = items.at(-1)?.segment;
        yield { ...recordPage(items), ...(typeof last === 'string' && { place: { day: '', segment: last } }) };
      }
    },
  };
}
