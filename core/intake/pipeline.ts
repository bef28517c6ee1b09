import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { SensitiveType } from '../../redaction/redactor.ts';
import { createAdmission } from '../../wire/filter.ts';
import { addCounters, type Counters } from '../books/counters.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { filterOf } from '../disclosure/filter.ts';
import { mayCommit } from '../disclosure/version.ts';
import type { GateStore } from '../gate/gate.ts';
import { padSequence } from '../gate/lane.ts';
import type { LeaseOpener } from '../lease/lease.ts';
import type { Clock } from '../shared/clock.ts';
import { held } from '../shared/held.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import type { Vault } from '../vault/vault.ts';
import { type CommitOptions, type Committed, commitChunk } from './commit.ts';
import type { BatchContext, View } from './decide.ts';
import { guarded, OutdatedRelease, Unavailable } from './errors.ts';
import type { Intake, LaneRow, Shard, StreamRecord } from './intake.ts';
import { isPoison, poisoned } from './poison.ts';
import { type BatchCache, createBatchCache, type IntakePorts, type Prepared, prepareChunk } from './prepare.ts';
import type { Redaction } from './redact.ts';

export interface PipelineOptions {
  intake: Intake;
  keyRing: Pick<KeyRing, 'open'>;
  vault: Vault;
  leases: LeaseOpener;
  gate: Pick<GateStore, 'addLane' | 'openLane'>;
  redactor: Redaction['redactor'];
  /** @default none */
  deep?: Redaction['deep'];
  disclosure: Disclosure;
  clock: Clock;
  /** @default waits */
  sleep?: CommitOptions['sleep'];
  /** For jitter, 0 to 1. @default Math.random */
  random?: () => number;
}

/** Records of one shard, in the order of the stream. */
export interface Batch {
  shard: Shard;
  records: readonly StreamRecord[];
  /** ms; what is not committed by then is left for the next invocation. @default none */
  deadline?: number;
}

export interface BatchResult {
  /** Sequence number of the first record that is not committed; absent when all are. */
  failedFrom?: string;
  /** Why, beside `failedFrom`: `Unavailable` when something did not answer; else a defect of ours. */
  error?: unknown;
  /** What this call committed. */
  chunks: number;
  records: number;
  counters: Counters;
  /** What was wrong with frames, by stable word. */
  faults: Record<string, number>;
  /** Values that redaction found, by type. */
  found: Partial<Record<SensitiveType, number>>;
  /** Frames that the redactor failed at. */
  failedFrames: number;
}

export interface Pipeline {
  /** Does not throw: what was committed before a failure stays committed, and is said. */
  process(batch: Batch): Promise<BatchResult>;
}

/** From records to committed segments (docs/protocol.md, 2). SealedSubject once per function instance, used for every batch. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { redactor, deep, disclosure, clock, sleep = (ms) => setTimeout(ms), random = Math.random } = options;
  const intake = guarded('intake', options.intake);
  const gate = guarded('gate', options.gate);
  const ports: IntakePorts = {
    intake,
    gate,
    keyRing: guarded('key-ring', options.keyRing),
    vault: guarded('vault', options.vault),
    leases: guarded('leases', options.leases),
    redactor,
    deep,
    disclosure,
    admit: createAdmission(filterOf(disclosure)),
    ulid,
  };

  /** The lane as it stands; made, closed, when the shard is new. */
  async function laneOf(lane: string): Promise<LaneRow> {
    const row = await intake.readLane(lane);
    if (row) return row;
    await gate.addLane(lane);
    const made = await intake.readLane(lane);
    if (!made) throw new Unavailable(`lane ${lane} is not there after it was added`);
    return made;
  }

  async function run({ shard, records, deadline = Number.POSITIVE_INFINITY }: Batch, result: Progress): Promise<void> {
    const context: BatchContext = { shard, program: disclosure.program, disclosure: disclosure.version };
    const cache = createBatchCache();
    let view: View = { lane: await laneOf(shard.lane), subjects: new Map(), lostKeys: new Set() };
    checkRelease(view.lane, context);
    result.rest = above(records, view.lane);
    const alone = records.length === 1 ? result.rest[0] : undefined;
    if (alone) {
      const sequence = padSequence(alone.sequence);
      // Before it is noted: a note whose answer was lost is taken back like any other.
      result.attempt = { lane: shard.lane, sequence };
      const poison = await isPoison(intake, shard.lane, sequence);
      if (poison) cache.opened.set(alone.sequence, poisoned(alone));
    }

    let ready: Prepared | undefined;
    while (result.rest.length > 0) {
      if (clock.now() >= deadline) throw new Unavailable('no time left in this invocation');
      const current: Prepared = ready ?? (await prepareChunk(result.rest, view, context, cache, ports));
      const later = result.rest.slice(current.records.length);
      // The next chunk is prepared on what the store will hold if this one takes. If it does not, that work is thrown away.
      const ahead = later.length > 0 ? held(prepareChunk(later, current.after, context, cache, ports)) : undefined;
      let outcome: Committed;
      try {
        outcome = await commitChunk(current.chunk, { intake, clock, deadline, sleep, random });
      } finally {
        await ahead?.catch(() => {});
      }
      ready = undefined;
      if (outcome.kind === 'committed') {
        record(result, current, cache);
        result.rest = later;
        view = current.after;
        ready = await ahead;
      } else if (outcome.kind === 'contended') {
        for (const subject of outcome.subjects) cache.alone.add(subject);
      } else {
        view = refreshed(view, outcome, cache);
        checkRelease(view.lane, context);
        result.rest = above(result.rest, view.lane);
      }
    }
  }

  return {
    async process(batch) {
      const progress: Progress = {
        ...{ chunks: 0, records: 0, counters: {}, faults: {}, found: {}, failedFrames: 0 },
        rest: batch.records,
        attempt: undefined,
      };
      const answer = (): BatchResult => {
        const { rest: _rest, attempt: _attempt, ...result } = progress;
        return result;
      };
      try {
        await run(batch, progress);
        return answer();
      } catch (error) {
        const { attempt } = progress;
        if (attempt && error instanceof Unavailable) {
          // If this fails too, the note stays: the store is away, and the next attempt's note will not be taken either.
          await intake.forgiveAttempt(attempt.lane, attempt.sequence).catch(() => {});
        }
        return { ...answer(), failedFrom: progress.rest[0]!.sequence, error };
      }
    },
  };
}

interface Progress extends BatchResult {
  /** What is left to be done. */
  rest: readonly StreamRecord[];
  /** Noted before the only record of the batch was opened. */
  attempt: { lane: string; sequence: string } | undefined;
}

/** @throws OutdatedRelease when a newer disclosure has committed on the lane */
function checkRelease({ disclosure }: LaneRow, context: BatchContext): void {
  if (mayCommit(disclosure, context.disclosure)) return;
  throw new OutdatedRelease(
    `disclosure ${disclosure} has committed on the lane, and this redactor is of ${context.disclosure}`,
  );
}

/** Records above the lane's checkpoint: those at or below it are done. */
function above(records: readonly StreamRecord[], { checkpoint }: LaneRow): readonly StreamRecord[] {
  if (checkpoint === undefined) return records;
  const first = records.findIndex(({ sequence }) => padSequence(sequence) > checkpoint);
  return first === -1 ? [] : records.slice(first);
}

/** The view after a commit that was refused. */
function refreshed(view: View, stale: Extract<Committed, { kind: 'stale' }>, cache: BatchCache): View {
  if (stale.lane === 'gone') throw new Unavailable(`lane ${view.lane.lane} is gone`);
  // A segment that is there already cannot be ours (a ULID is random): seal again under new names.
  if (stale.segment) cache.sealed.clear();
  const lane = stale.lane ?? view.lane;
  // Somebody else has committed records of this shard: their subjects' rows have moved, so all are read again.
  const subjects = new Map(lane.checkpoint === view.lane.checkpoint ? view.subjects : []);
  for (const [subject, row] of stale.subjects) {
    if (row === 'damaged') throw new Unavailable(`the row of subject ${subject} cannot be read`);
    subjects.set(subject, row);
  }
  return { ...view, lane, subjects };
}

function record(result: BatchResult, { chunk, records, faults, found, failed }: Prepared, cache: BatchCache): void {
  result.chunks++;
  result.records += records.length;
  addCounters(result.counters, chunk.counters);
  for (const [fault, times] of Object.entries(faults)) result.faults[fault] = (result.faults[fault] ?? 0) + times;
  for (const [type, times] of Object.entries(found) as [SensitiveType, number][]) {
    result.found[type] = (result.found[type] ?? 0) + times;
  }
  result.failedFrames += failed;
  for (const { sequence, partitionKey } of records) {
    cache.opened.delete(sequence);
    cache.alone.delete(partitionKey);
  }
}
