import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { loadDirectory } from '../../core/directory/directory.ts';
import { viewIncident } from '../../core/incident/view.ts';
import { memoryWorkflow } from '../../core/incident/workflow.memory.ts';
import { isUnreadable, openRecord } from '../../core/intake/open.ts';
import { createLeaseOpener } from '../../core/lease/lease.ts';
import { CHAINS, READ_CHAINS, tipsOf } from '../../core/ledger/ledger.ts';
import { wholeChain } from '../../core/ledger/walk.ts';
import { Refused } from '../../core/shared/errors.ts';
import { fromItem } from '../../core/vault/index-row.ts';
import { openRow } from '../../core/vault/open-row.ts';
import { segmentEvents } from '../../core/vault/segment.ts';
import type { Parts } from './parts.ts';
import type { WrittenFrame } from './scenario.ts';

const SUBJECTS = ['anna', 'ben', 'cleo', 'dora', 'erik'];
const DAY = 86_400_000;
const STEWARD = { namesIn: () => ['stella'], groups: ['stewards'] };

/**
 * All that a program's stores say, through the adapters of production. What a release saw of its own data is kept beside
 * the data: later code has to see the same, and may see more.
 */
export async function seen(parts: Parts, frames: readonly WrittenFrame[]): Promise<Record<string, unknown>> {
  const { consents, intake, ledger, gates, lanes, grants, clock } = parts;
  const { lanes: all } = await lanes.lanes();
  // Releases before 0.2.0 had these alone.
  const tips = await tipsOf({ ...ledger, chains: READ_CHAINS });
  const incidents = await parts.store.list();
  const workflow = memoryWorkflow();
  return plain({
    subjects: await Promise.all(SUBJECTS.map((subject) => consents.read(subject))),
    devices: await Promise.all(SUBJECTS.map((subject) => consents.devices(subject))),
    books: (await consents.books()).devices.sort((a, b) => (a.device < b.device ? -1 : 1)),
    subjectsOfIntake: Object.fromEntries(await intake.readSubjects(SUBJECTS)),
    // Releases before 0.2.0 had none.
    disclosed: await parts.notes.read(1),
    gates: { collection: await gates.collection.read(), reading: await gates.reading.read() },
    lanes: all,
    lanesOfIntake: await Promise.all(all.map(({ lane }) => intake.readLane(lane))),
    tips,
    entries: Object.fromEntries(
      await Promise.all(CHAINS.map(async (chain) => [chain, await wholeChain(ledger, chain)])),
    ),
    grants: await grants.list(clock.now()),
    records: (await parts.records.list({ from: clock.now() - 3 * DAY, to: clock.now(), limit: 1_000 })).rows,
    directory: await directoryOf(parts),
    incidents: await Promise.all(
      incidents.map(({ incident }) => viewIncident({ ...parts, workflow }, incident, STEWARD)),
    ),
    tokens: await Promise.all(incidents.map(({ incident }) => parts.store.token(incident))),
    segments: await segmentsOf(parts),
    frames: await framesOf(parts, frames),
  }) as Record<string, unknown>;
}

/** Every segment that the index lists, opened; of those whose key is gone, why not. */
async function segmentsOf({ records, documents, indexTable, keyRing, vault, clock }: Parts): Promise<unknown[]> {
  const listed = await records.list({ from: clock.now() - 3 * DAY, to: clock.now(), limit: 1_000 });
  return Promise.all(
    listed.rows.map(async ({ subject, segment }) => {
      const { Item } = await documents.send(new GetCommand({ TableName: indexTable, Key: { subject, segment } }));
      const row = fromItem(Item!);
      const key = await keyRing.open(row.keyId).catch((error: unknown) => {
        if (error instanceof Refused) return error.reason;
        throw error;
      });
      const events = typeof key === 'string' ? key : segmentEvents(await openRow(row, vault, key));
      return { row, events };
    }),
  );
}

/** What came of each frame, opened under the lease key that the store has. */
function framesOf({ leaseKeys, program, clock }: Parts, frames: readonly WrittenFrame[]): Promise<unknown[]> {
  const leases = createLeaseOpener({ keys: leaseKeys, program });
  return Promise.all(
    frames.map(async ({ data, partitionKey }, at) => {
      const record = { sequence: String(at), partitionKey, arrival: clock.now(), data: Buffer.from(data, 'base64') };
      const opened = await openRecord(record, leases);
      if (isUnreadable(opened)) return opened.fault;
      return { claims: opened.claims, number: opened.number, body: opened.body?.toString('utf8') };
    }),
  );
}

/** As JSON can hold it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map((one) => (one === undefined ? null : plain(one)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [[name, plain(one)] as const])),
  );
}

/** What a release saw, where the port says it in another way today. The data is the same: only what reads it was renamed. */
export function inTodaysWords(then: Record<string, unknown>): Record<string, unknown> {
  const gates = then.gates as Record<string, { released?: { incident: string } }>;
  // Until 0.1.0 a root told who had let go last; now it tells all who have.
  const renamed = Object.entries(gates).map(([gate, { released, ...state }]) => [
    gate,
    { ...state, ...(released && { over: [released.incident] }) },
  ]);
  return { ...then, gates: Object.fromEntries(renamed) };
}

const directoryOf = async ({ directory: { store, keys }, program }: Parts) => {
  const { version, entries } = await loadDirectory(store, keys, program);
  return { version, entries: [...entries] };
};
