import { randomUUID } from 'node:crypto';
import type { SensitiveType } from '../../redaction/redactor.ts';
import { addCounters, type Counters, count } from '../books/counters.ts';
import { padSequence } from '../gate/lane.ts';
import type { SealedSubject } from './batch.ts';
import type { BatchContext, Decisions, Refusal } from './decide.ts';
import type { DecidedSubjects } from './decide-subjects.ts';
import type { Chunk, StreamRecord, SubjectFound, SubjectMove } from './intake.ts';
import { dealtWith, type Position, passed } from './position.ts';
import { type DeviceRefusals, refusalsByDevice } from './refused-frames.ts';

export interface Assembled {
  /** `undefined` when there is nothing to write yet. */
  chunk: Chunk | undefined;
  /** Records that it deals with. */
  records: readonly StreamRecord[];
  /** Where the batch stands once it is committed: what the chunk after it is prepared on. */
  after: Position;
  /** Content-free, for logs. */
  faults: Record<string, number>;
  /** Of what it counts as refused, by device. */
  refusals: readonly DeviceRefusals[];
  found: Partial<Record<SensitiveType, number>>;
  /** Frames that the redactor failed at. */
  failed: number;
}

/**
 * Makes the transaction of what was decided and sealed. A refusal that moves no window (its record is unreadable, or all of
 * its subject's frames are repeated) is left to the transaction that moves the checkpoint past it, which alone happens once.
 */
export function assemble(decided: DecidedSubjects, sealed: readonly SealedSubject[], context: BatchContext): Assembled {
  const { position, frames, decisions } = decided;
  const { view } = position;
  const admitted = new Set(sealed.filter(({ frames }) => frames.length > 0).map(({ subject }) => subject));
  const moves = movesOf(decisions, admitted);
  const moving = new Set(moves.map(({ subject }) => subject));
  const refused = [...decisions.refused, ...sealed.flatMap(({ tooLong }) => tooLong)];
  const counts = ({ unreadable, record }: Refusal) => !unreadable && moving.has(record.partitionKey);

  const late = refused.filter((refusal) => !counts(refusal));
  const uncounted = new Map([...position.uncounted, ...late.map((one) => [one.record.sequence, one] as const)]);
  const own = frames.map(({ record }) => record).filter(({ sequence }) => !uncounted.has(sequence));
  const done = new Set([...position.done, ...own.map(({ sequence }) => sequence)]);
  const reached = { ...position, done, uncounted };
  const past = dealtWith(reached);
  const counted = [...refused.filter(counts), ...past.flatMap(({ sequence }) => uncounted.get(sequence) ?? [])];

  const chunk: Chunk | undefined =
    moves.length === 0 && past.length === 0
      ? undefined
      : {
          token: randomUUID(),
          lane: context.shard.lane,
          first: padSequence(position.rest[0]!.sequence),
          ...(past.length > 0 && { checkpoint: padSequence(past.at(-1)!.sequence) }),
          ...(admitted.size > 0 && { epoch: view.lane.epoch! }),
          disclosure: context.disclosure,
          ...mendedOf(decided),
          counters: countersOf(decisions, sealed, counted),
          subjects: moves,
          segments: sealed.flatMap(({ row }) => row ?? []),
        };
  return {
    chunk,
    records: [...own, ...past.filter(({ sequence }) => uncounted.has(sequence))],
    after: afterwards(reached, past.length, chunk, decisions),
    faults: faultsOf(counted, sealed),
    refusals: refusalsByDevice(counted),
    found: foundOf(sealed),
    failed: sealed.reduce((sum, { redacted }) => sum + redacted.failed, 0),
  };
}

function movesOf({ windows, rows }: Decisions, admitted: ReadonlySet<string>): SubjectMove[] {
  const moves: SubjectMove[] = [];
  for (const [subject, devices] of windows) {
    // Nothing but repeated frames: the row is left alone.
    if (devices.size === 0) continue;
    const { revision, serial, keyId } = rows.get(subject)!;
    moves.push({ subject, revision, windows: devices, ...(admitted.has(subject) && { consent: { serial, keyId } }) });
  }
  return moves;
}

function mendedOf({ position, usable }: DecidedSubjects): Pick<Chunk, 'mended'> {
  const mended = [...(position.view.lane.damaged?.keys() ?? [])].filter((name) => usable.has(name));
  return mended.length > 0 ? { mended } : {};
}

function countersOf(decisions: Decisions, sealed: readonly SealedSubject[], refused: readonly Refusal[]): Counters {
  const counters: Counters = {};
  for (const { frames, row, redacted, counters: ofEvents } of sealed) {
    addCounters(counters, ofEvents);
    count(counters, 'admitted', frames.length);
    count(counters, 'stored', redacted.events);
    count(counters, 'dropped:redaction', redacted.dropped);
    if (row) count(counters, 'segments');
  }
  count(counters, 'missing', decisions.missing);
  for (const { reason, unreadable } of refused) {
    count(counters, `refused:${reason}`);
    if (unreadable) count(counters, 'unreadable');
  }
  return counters;
}

function faultsOf(refused: readonly Refusal[], sealed: readonly SealedSubject[]): Record<string, number> {
  const faults: Record<string, number> = {};
  for (const { fault } of refused) if (fault) faults[fault] = (faults[fault] ?? 0) + 1;
  const unanswered = sealed.reduce((sum, { redacted }) => sum + redacted.unanswered, 0);
  if (unanswered > 0) faults['deep-pass'] = unanswered;
  return faults;
}

function foundOf(sealed: readonly SealedSubject[]): Assembled['found'] {
  const found: Assembled['found'] = {};
  for (const { redacted } of sealed) {
    for (const [type, times] of Object.entries(redacted.found) as [SensitiveType, number][]) {
      found[type] = (found[type] ?? 0) + times;
    }
  }
  return found;
}

function afterwards(position: Position, past: number, chunk: Chunk | undefined, { rows }: Decisions): Position {
  const { view } = position;
  if (!chunk) return position;
  const subjects = new Map<string, SubjectFound | undefined>(view.subjects);
  for (const { subject, windows } of chunk.subjects) {
    const row = rows.get(subject)!;
    subjects.set(subject, { ...row, windows: new Map([...row.windows, ...windows]), revision: row.revision + 1 });
  }
  const { disclosure, checkpoint } = chunk;
  const lane = { ...view.lane, disclosure, ...(checkpoint !== undefined && { checkpoint }) };
  return passed({ ...position, view: { ...view, lane, subjects } }, past);
}
