import type { BatchCache, IntakePorts } from './batch.ts';
import { waitsFor } from './damage.ts';
import { type BatchContext, isNewer } from './decide.ts';
import { isOutdated, OutdatedRelease, Unavailable } from './errors.ts';
import type { StreamRecord } from './intake.ts';
import { isUnreadable, type Opened, openRecord } from './open.ts';
import { nextSubjects, type Position, undecided } from './position.ts';

/**
 * Subjects in one transaction: DynamoDB takes at most 100 items, of which one is the lane, and two are each subject's
 * (its row, and its segment's).
 */
export const SUBJECTS_PER_CHUNK = 49;

/** Bound of what is held decompressed for one chunk, bytes: two chunks are in memory at a time. */
const CHUNK_CLEAR_BYTES = 64 * 1024 * 1024;

export interface OpenedSubjects {
  position: Position;
  /** Each subject's frames in the order of the stream. */
  frames: readonly Opened[];
}

/** Opens all frames of the next subjects. No frames: there is nothing left that can be decided now. */
export async function openSubjects(
  position: Position,
  context: BatchContext,
  cache: BatchCache,
  ports: IntakePorts,
): Promise<OpenedSubjects> {
  for (let at = position; ; ) {
    const opened = await openSome(at, context, cache, ports);
    at = opened.position;
    // Some of them began to wait: others may go before them.
    if (opened.frames.length > 0 || nextSubjects(at, cache, 1).length === 0) return opened;
  }
}

async function openSome(
  position: Position,
  context: BatchContext,
  cache: BatchCache,
  ports: IntakePorts,
): Promise<OpenedSubjects> {
  const places = new Map(position.rest.map(({ sequence }, at) => [sequence, at]));
  const records = Map.groupBy(undecided(position), ({ partitionKey }) => partitionKey);
  let at = position;
  let bytes = 0;
  const frames: Opened[] = [];
  subjects: for (const subject of nextSubjects(position, cache, ports.subjectsPerChunk)) {
    const own: Opened[] = [];
    for (const record of records.get(subject)!) {
      const place = places.get(record.sequence)!;
      if (place >= at.limit) break;
      const frame = await openOnce(record, cache, ports);
      if (frame instanceof Unavailable || isNewer(frame, context)) {
        // A release that knows it goes on from here.
        cache.ends = frame instanceof Unavailable ? frame : new OutdatedRelease('a frame is of a newer disclosure');
        at = { ...at, limit: place, isEnd: true };
        break;
      }
      if (
        isUnreadable(frame) &&
        frame.damagedKey &&
        !(await ports.damage.isOver(frame.damagedKey, position.view.lane.damaged))
      ) {
        cache.waiting.set(subject, waitsFor(frame.damagedKey));
        continue subjects;
      }
      bytes += isUnreadable(frame) ? 0 : (frame.body?.length ?? 0);
      if (bytes > CHUNK_CLEAR_BYTES) {
        // The next chunk takes this subject; one that is too large for any is taken up to here, and so is the batch.
        if (frames.length > 0) break subjects;
        if (own.length > 0) {
          at = { ...at, limit: place, isEnd: false };
          break;
        }
      }
      own.push(frame);
    }
    frames.push(...own);
    if (bytes > CHUNK_CLEAR_BYTES) break;
  }
  return { position: at, frames: frames.filter(({ record }) => places.get(record.sequence)! < at.limit) };
}

/** @returns Unavailable when its lease is of a release that this one does not know */
async function openOnce(
  record: StreamRecord,
  { opened }: BatchCache,
  { leases, budget }: IntakePorts,
): Promise<Opened | Unavailable> {
  const before = opened.get(record.sequence);
  if (before) return before;
  try {
    const read = await openRecord(record, leases);
    const frame = isUnreadable(read) ? read : budget.charge(read);
    opened.set(record.sequence, frame);
    return frame;
  } catch (error) {
    if (isOutdated(error)) return error as Unavailable;
    throw error;
  }
}
