import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { SensitiveType } from '../../redaction/redactor.ts';
import type { Admit } from '../../wire/filter.ts';
import { type Counters, count } from '../books/counters.ts';
import type { SubjectRow } from '../consent/subject.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { GateStore } from '../gate/gate.ts';
import { padSequence } from '../gate/lane.ts';
import type { LeaseOpener } from '../lease/lease.ts';
import { Refused } from '../shared/errors.ts';
import { held } from '../shared/held.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import type { Vault } from '../vault/vault.ts';
import { type AdmittedFrame, admitEvents } from './admit.ts';
import { CHUNK_BYTES, cutChunk, SUBJECTS_PER_CHUNK } from './chunk.ts';
import { type BatchContext, type Decisions, decidable, decide, epochsAhead, subjectsOf, type View } from './decide.ts';
import { OutdatedRelease, Unavailable } from './errors.ts';
import type { Chunk, Intake, StreamRecord, SubjectMove } from './intake.ts';
import { isUnreadable, type Opened, openRecord } from './open.ts';
import { type RedactedEvents, type Redaction, redactSubject } from './redact.ts';
import { sealRow } from './seal.ts';

/** What preparing asks of the world; the ports are guarded (errors.ts). */
export interface IntakePorts extends Redaction {
  intake: Pick<Intake, 'readSubjects'>;
  keyRing: Pick<KeyRing, 'open'>;
  vault: Vault;
  leases: LeaseOpener;
  gate: Pick<GateStore, 'addLane' | 'openLane'>;
  admit: Admit;
  disclosure: Disclosure;
  ulid: (time: number) => string;
}

/**
 * What one batch has learned, kept so that deciding again costs no second opening. Emptied of records as they are
 * committed.
 */
export interface BatchCache {
  opened: Map<string, Opened>;
  /** Sealed segments by key and frames: nothing about them changes when another subject's decision does. */
  sealed: Map<string, SealedSubject>;
  /** Epochs for which the lane was not to be opened: the gate is past them. */
  past: Set<number>;
  /** Subjects that conflicted. */
  alone: Set<string>;
}

interface SealedSubject {
  /** `undefined` when no event is left. */
  row: IndexRow | undefined;
  redacted: RedactedEvents;
}

export const createBatchCache = (): BatchCache => ({
  opened: new Map(),
  sealed: new Map(),
  past: new Set(),
  alone: new Set(),
});

export interface Prepared {
  chunk: Chunk;
  /** Records in it. */
  records: readonly StreamRecord[];
  /** What the store will hold once it is committed: what the chunk after it is decided on. */
  after: View;
  /** Content-free, for logs. */
  faults: Record<string, number>;
  found: Partial<Record<SensitiveType, number>>;
  /** Frames that the redactor failed at. */
  failed: number;
}

/** Bound of what is held decompressed for one chunk, bytes: two chunks are in memory at a time. */
const CHUNK_CLEAR_BYTES = 64 * 1024 * 1024;
/** What a subject costs in a transaction beside its windows, bytes: its row, and an index row with an inline segment. */
const BYTES_PER_SUBJECT = 6_000;
const BYTES_PER_WINDOW = 100;

/** Opens, decides, admits, redacts, groups and seals a prefix of `rest`. Nothing is committed; bodies are put. */
export async function prepareChunk(
  rest: readonly StreamRecord[],
  before: View,
  context: BatchContext,
  cache: BatchCache,
  ports: IntakePorts,
): Promise<Prepared> {
  let limit = SUBJECTS_PER_CHUNK;
  let frames = await openPrefix(rest.slice(0, cutChunk(rest, cache.alone, limit)), cache, ports);
  frames = frames.slice(0, decidable(frames, context));
  if (frames.length === 0) throw new OutdatedRelease('a frame is of a newer disclosure than this redactor’s');
  let view = await withSubjects(before, subjectsOf(frames), ports);
  while (limit > 1 && transactionBytes(frames, view) > CHUNK_BYTES) {
    limit = Math.ceil(limit / 2);
    frames = frames.slice(0, cutChunk(rest, cache.alone, limit, frames.length));
  }
  view = await withOpening(frames, view, context, cache, ports);

  let decisions = decide(frames, view, context);
  let keys = await openKeys(decisions, view, ports);
  while (keys.lost.size > 0) {
    view = { ...view, lostKeys: new Set([...view.lostKeys, ...keys.lost]) };
    decisions = decide(frames, view, context);
    keys = await openKeys(decisions, view, ports);
  }

  const counters: Counters = {};
  const faults: Record<string, number> = {};
  for (const frame of frames) if (frame.fault) faults[frame.fault] = (faults[frame.fault] ?? 0) + 1;
  const found: Prepared['found'] = {};
  let failed = 0;

  const admitted: AdmittedFrame[] = [];
  for (const frame of decisions.admitted) {
    const events = admitEvents(frame, { admit: ports.admit, version: context.disclosure }, counters);
    if (events) admitted.push(events);
    else {
      faults['too-many-lines'] = (faults['too-many-lines'] ?? 0) + 1;
      decisions.refused.push({ record: frame.record, reason: 'malformed', unreadable: false });
    }
  }
  const bySubject = Map.groupBy(admitted, ({ frame }) => frame.claims.subject);

  const segments: IndexRow[] = [];
  const sealing: Promise<SealedSubject>[] = [];
  for (const [subject, some] of bySubject) {
    const { keyId } = view.subjects.get(subject)!;
    sealing.push(held(seal(some, { keyId, key: keys.open.get(keyId)! }, context, cache, ports)));
    // Lets answers of the commit before this chunk in, which goes on at the same time.
    await setImmediate();
  }
  for (const { row, redacted } of await all(sealing)) {
    if (row) segments.push(row);
    count(counters, 'stored', redacted.events);
    count(counters, 'dropped:redaction', redacted.dropped);
    failed += redacted.failed;
    if (redacted.unanswered > 0) faults['deep-pass'] = (faults['deep-pass'] ?? 0) + redacted.unanswered;
    for (const [type, times] of Object.entries(redacted.found)) {
      found[type as SensitiveType] = (found[type as SensitiveType] ?? 0) + times;
    }
  }

  count(counters, 'admitted', admitted.length);
  count(counters, 'segments', segments.length);
  count(counters, 'missing', decisions.missing);
  for (const { reason, unreadable } of decisions.refused) {
    count(counters, `refused:${reason}`);
    if (unreadable) count(counters, 'unreadable');
  }

  const records = frames.map(({ record }) => record);
  const chunk: Chunk = {
    token: randomUUID(),
    lane: context.shard.lane,
    first: padSequence(records[0]!.sequence),
    checkpoint: padSequence(records.at(-1)!.sequence),
    ...(admitted.length > 0 && { epoch: view.lane.epoch! }),
    disclosure: context.disclosure,
    counters,
    subjects: movesOf(decisions, new Set(bySubject.keys()), view),
    segments,
  };
  return { chunk, records, after: afterwards(view, chunk), faults, found, failed };
}

async function seal(
  frames: readonly AdmittedFrame[],
  key: { keyId: string; key: Uint8Array },
  context: BatchContext,
  { sealed }: BatchCache,
  ports: IntakePorts,
): Promise<SealedSubject> {
  const name = [key.keyId, ...frames.map(({ frame }) => frame.record.sequence)].join(' ');
  const before = sealed.get(name);
  if (before) return before;
  const redacted = await redactSubject(frames, ports);
  const options = { ...ports, lane: context.shard.lane };
  const made = { redacted, row: redacted.events > 0 ? await sealRow(frames, redacted, key, options) : undefined };
  sealed.set(name, made);
  return made;
}

/** Opened in order until the bound: at least one. */
async function openPrefix(records: readonly StreamRecord[], cache: BatchCache, ports: IntakePorts): Promise<Opened[]> {
  const frames: Opened[] = [];
  let bytes = 0;
  for (const record of records) {
    let frame = cache.opened.get(record.sequence);
    if (!frame) {
      frame = await openRecord(record, ports.leases);
      cache.opened.set(record.sequence, frame);
    }
    bytes += isUnreadable(frame) ? 0 : (frame.body?.length ?? 0);
    if (bytes > CHUNK_CLEAR_BYTES && frames.length > 0) break;
    frames.push(frame);
  }
  return frames;
}

/** Upper estimate, from the rows as they stand. */
function transactionBytes(frames: readonly Opened[], { subjects }: View): number {
  let bytes = 1_000;
  for (const subject of subjectsOf(frames)) {
    const devices = subjects.get(subject)?.windows.size ?? 0;
    bytes += BYTES_PER_SUBJECT + BYTES_PER_WINDOW * devices;
  }
  return bytes;
}

async function withSubjects(view: View, needed: ReadonlySet<string>, { intake }: IntakePorts): Promise<View> {
  const unknown = [...needed].filter((subject) => !view.subjects.has(subject));
  if (unknown.length === 0) return view;
  const read = await intake.readSubjects(unknown);
  const subjects = new Map(view.subjects);
  for (const subject of unknown) {
    const row = read.get(subject);
    if (row === 'damaged') throw new Unavailable(`the row of subject ${subject} cannot be read`);
    subjects.set(subject, row);
  }
  return { ...view, subjects };
}

/** Frames of an epoch above the lane's: the gate may have opened since, and this lane not yet (docs/protocol.md, 3). */
async function withOpening(
  frames: readonly Opened[],
  view: View,
  context: BatchContext,
  { past }: BatchCache,
  { gate }: IntakePorts,
): Promise<View> {
  for (const epoch of epochsAhead(frames, view, context)) {
    if (past.has(epoch)) continue;
    // A lane that was never opened, or has retired, may not be in the directory, where a pause would find it.
    if (view.lane.epoch === undefined) await gate.addLane(context.shard.lane);
    if (await gate.openLane(context.shard.lane, epoch))
      return { ...view, lane: { ...view.lane, state: 'open', epoch } };
    past.add(epoch);
  }
  return view;
}

/** The key of each subject with admitted frames; those that are gone apart. */
async function openKeys({ admitted }: Decisions, { subjects }: View, { keyRing }: IntakePorts) {
  const ids = new Set(admitted.map(({ claims }) => subjects.get(claims.subject)!.keyId));
  const lost = new Set<string>();
  const open = new Map<string, Uint8Array>();
  await all(
    [...ids].map(async (keyId) => {
      try {
        open.set(keyId, await keyRing.open(keyId));
      } catch (error) {
        if (!(error instanceof Refused && error.reason === 'no-key')) throw error;
        lost.add(keyId);
      }
    }),
  );
  return { open, lost };
}

function movesOf({ windows }: Decisions, consenting: ReadonlySet<string>, { subjects }: View): SubjectMove[] {
  const moves: SubjectMove[] = [];
  for (const [subject, devices] of windows) {
    // Nothing but repeated frames: the row is left alone.
    if (devices.size === 0) continue;
    const { revision, serial, keyId } = subjects.get(subject)!;
    moves.push({
      subject,
      revision,
      windows: devices,
      ...(consenting.has(subject) && { consent: { serial, keyId } }),
    });
  }
  return moves;
}

function afterwards(view: View, chunk: Chunk): View {
  const subjects = new Map<string, SubjectRow | undefined>(view.subjects);
  for (const { subject, windows } of chunk.subjects) {
    const row = subjects.get(subject)!;
    subjects.set(subject, { ...row, windows: new Map([...row.windows, ...windows]), revision: row.revision + 1 });
  }
  return { ...view, lane: { ...view.lane, checkpoint: chunk.checkpoint!, disclosure: chunk.disclosure }, subjects };
}

/** As `Promise.all`, but it waits for all before it throws: nothing goes on behind the caller's back. */
async function all<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<T>).value);
}
