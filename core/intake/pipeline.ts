import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { DeepPass } from '../../redaction/deep/deep-pass.ts';
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
import { SluiceError } from '../shared/errors.ts';
import { held } from '../shared/held.ts';
import { parallel } from '../shared/parallel.ts';
import { type TimeLimit, timeLimit } from '../shared/time-limit.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import type { Vault } from '../vault/vault.ts';
import { type BatchCache, createBatchCache, type IntakePorts } from './batch.ts';
import { type CommitOptions, type Committed, commitChunk } from './commit.ts';
import { createDamage } from './damage.ts';
import type { BatchContext, View } from './decide.ts';
import { createDeviceBudget } from './device-budget.ts';
import { guarded, OutdatedRelease, Unavailable } from './errors.ts';
import type { Intake, LaneRow, Shard, StreamRecord } from './intake.ts';
import { SUBJECTS_PER_CHUNK } from './open-subjects.ts';
import { isPoison, poisoned } from './poison.ts';
import { overtaken, type Position, startOf } from './position.ts';
import { type Prepared, prepareChunk } from './prepare.ts';
import type { Redaction } from './redact.ts';
import type { DeviceRefusals, RefusedFramesNotes } from './refused-frames.ts';

export interface PipelineOptions {
  intake: Intake;
  keyRing: Pick<KeyRing, 'open'>;
  vault: Vault;
  leases: LeaseOpener;
  gate: Pick<GateStore, 'addLane' | 'openLane'>;
  redactor: Redaction['redactor'];
  /** @default none */
  deep?: Redaction['deep'];
  /** Where people are told which frames of theirs were refused. @default nowhere */
  refused?: RefusedFramesNotes;
  disclosure: Disclosure;
  clock: Clock;
  /** @default waits */
  sleep?: CommitOptions['sleep'];
  /** For jitter, 0 to 1. @default Math.random */
  random?: () => number;
  /** Subjects in one transaction. @default as many as DynamoDB takes */
  subjects?: number;
  /** Ends the calls of a batch at its deadline. @default a timer */
  limit?: (milliseconds: number) => TimeLimit;
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
  /** Names of keys and rows that cannot be used: frames waited for them, or were refused. */
  damaged: readonly string[];
}

export interface Pipeline {
  /** Does not throw: what was committed before a failure stays committed, and is said. */
  process(batch: Batch): Promise<BatchResult>;
}

/** For how long the note of an attempt is tried to be taken back at the end of an invocation, ms. */
const FORGIVE_WITHIN = 3_000;

/** For how long what was refused is noted at the end of an invocation, ms, and how many devices at a time. */
const [NOTES_WITHIN, NOTES_AT_ONCE] = [3_000, 16];

/** From records to committed segments (docs/protocol.md). Made once per function instance, used for every batch. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { disclosure, clock, sleep = (ms) => setTimeout(ms), random = Math.random, limit = timeLimit } = options;
  const { subjects: subjectsPerChunk = SUBJECTS_PER_CHUNK } = options;
  const admit = createAdmission(filterOf(disclosure));
  const budget = createDeviceBudget();

  /** All that a batch asks of the world, none of it for longer than the batch has. */
  function portsOf({ shard }: Batch, signal: AbortSignal): Ports {
    const intake = guarded('intake', options.intake, signal);
    return {
      intake,
      gate: guarded('gate', options.gate, signal),
      keyRing: guarded('key-ring', options.keyRing, signal),
      vault: guarded('vault', options.vault, signal),
      leases: guarded('leases', options.leases, signal),
      damage: createDamage(shard.lane, intake, clock),
      redactor: options.redactor,
      deep: options.deep && { ...options.deep, pass: guardedPass(options.deep.pass, signal) },
      ...{ disclosure, admit, budget, ulid, subjectsPerChunk, sleep, random },
    };
  }

  async function run(batch: Batch, progress: Progress, ports: Ports): Promise<void> {
    const { shard, records, deadline = Number.POSITIVE_INFINITY } = batch;
    const context: BatchContext = { shard, program: disclosure.program, disclosure: disclosure.version };
    const cache = createBatchCache();
    const view: View = { lane: await laneOf(shard.lane, ports), subjects: new Map(), lostKeys: new Map() };
    checkRelease(view.lane, context);
    progress.position = startOf(records, view);

    await noteAttempt(batch, progress, cache, ports.intake);
    let ready = await prepareChunk(progress.position, context, cache, ports);
    // From here on nothing that takes long, or for ever, is the record's doing.
    await forgiveAttempt(progress, ports.intake);
    while (ready) {
      if (clock.now() >= deadline) throw new Unavailable('no time left in this invocation');
      const current: Prepared = ready;
      // The next chunk is prepared on what the store will hold if this one takes. If it does not, that work is thrown away.
      const ahead =
        current.after.rest.length > 0 ? held(prepareChunk(current.after, context, cache, ports)) : undefined;
      let outcome: Committed;
      try {
        outcome = await commitChunk(current.chunk, { intake: ports.intake, clock, deadline, sleep, random });
      } finally {
        await ahead?.catch(() => {});
      }
      if (outcome.kind === 'committed') {
        record(progress.result, current, cache);
        progress.refusals.push(...current.refusals);
        progress.position = current.after;
        ready = await ahead;
        continue;
      }
      if (outcome.kind === 'contended') for (const subject of outcome.subjects) cache.alone.add(subject);
      else progress.position = refreshed(progress.position, outcome, cache);
      // Others committed what was left, or the answer that was lost said so: whose release they were is no matter any more.
      if (progress.position.rest.length === 0) return;
      checkRelease(progress.position.view.lane, context);
      ready = await prepareChunk(progress.position, context, cache, ports);
    }
    const [waiting = cache.ends] = cache.waiting.values();
    if (progress.position.rest.length > 0) throw waiting ?? new SluiceError('records are left that nothing waits for');
  }

  return {
    async process(batch) {
      const time = limit((batch.deadline ?? Number.POSITIVE_INFINITY) - clock.now());
      const ports = portsOf(batch, time.signal);
      const progress = newProgress(batch);
      try {
        await run(batch, progress, ports);
        await noteRefusals(progress, options.refused, limit);
        return answer(progress, ports);
      } catch (error) {
        await noteRefusals(progress, options.refused, limit);

        if (error instanceof Unavailable) await forgiveAtTheEnd(progress, options.intake, limit);
        const { sequence } = progress.position.rest[0] ?? batch.records[0]!;
        return { ...answer(progress, ports), failedFrom: sequence, error };
      } finally {
        time.end();
      }
    },
  };
}

interface Ports extends IntakePorts {
  intake: Intake;
}

interface Progress {
  result: Omit<BatchResult, 'failedFrom' | 'error' | 'damaged'>;
  position: Position;
  /** Committed, and not noted yet. */
  refusals: DeviceRefusals[];
  /** Noted before the only record of the batch was opened, and not taken back. */
  attempt: { lane: string; sequence: string } | undefined;
}

const newProgress = ({ shard: { lane }, records }: Batch): Progress => ({
  result: { chunks: 0, records: 0, counters: {}, faults: {}, found: {}, failedFrames: 0 },
  position: startOf(records, { lane: { lane, state: 'closed' }, subjects: new Map(), lostKeys: new Map() }),
  attempt: undefined,
  refusals: [],
});

const answer = ({ result }: Progress, { damage }: Ports): BatchResult => ({ ...result, damaged: [...damage.seen] });

/** The lane as it stands; made, closed, when the shard is new. */
async function laneOf(lane: string, { intake, gate }: Ports): Promise<LaneRow> {
  const row = await intake.readLane(lane);
  if (row) return row;
  await gate.addLane(lane);
  const made = await intake.readLane(lane);
  if (!made) throw new Unavailable(`lane ${lane} is not there after it was added`);
  return made;
}

/** @throws OutdatedRelease when a newer disclosure has committed on the lane */
function checkRelease({ disclosure }: LaneRow, context: BatchContext): void {
  if (mayCommit(disclosure, context.disclosure)) return;
  throw new OutdatedRelease(
    `disclosure ${disclosure} has committed on the lane, and this redactor is of ${context.disclosure}`,
  );
}

/** A record that stands alone may be what kills whoever opens it (poison.ts). */
async function noteAttempt({ shard, records }: Batch, progress: Progress, cache: BatchCache, intake: Intake) {
  const [alone] = progress.position.rest;
  if (records.length !== 1 || !alone) return;
  const sequence = padSequence(alone.sequence);
  // Before it is noted: a note whose answer was lost is taken back like any other.
  progress.attempt = { lane: shard.lane, sequence };
  if (await isPoison(intake, shard.lane, sequence)) cache.opened.set(alone.sequence, poisoned(alone));
}

async function forgiveAttempt(progress: Progress, intake: Pick<Intake, 'forgiveAttempt'>): Promise<void> {
  const { attempt } = progress;
  if (!attempt) return;
  await intake.forgiveAttempt(attempt.lane, attempt.sequence);
  progress.attempt = undefined;
}

/**
 * What kept the record from being decided was not the record. If this fails too, the note stays: the store is away, and the
 * next attempt's note will not be taken either.
 */
async function forgiveAtTheEnd(progress: Progress, intake: Intake, limit: (milliseconds: number) => TimeLimit) {
  const time = limit(FORGIVE_WITHIN);
  await forgiveAttempt(progress, guarded('intake', intake, time.signal)).catch(() => {});
  time.end();
}

/** Beside the books, after them: what cannot be noted in time is told by its count. */
async function noteRefusals(
  { refusals, result }: Progress,
  notes: RefusedFramesNotes | undefined,
  limit: (milliseconds: number) => TimeLimit,
): Promise<void> {
  if (!notes || refusals.length === 0) return;
  const time = limit(NOTES_WITHIN);
  const { note } = guarded('refused-frames', notes, time.signal);
  const failed = await parallel(refusals, NOTES_AT_ONCE, (one) =>
    note(one).then(
      () => 0,
      () => 1,
    ),
  );
  const lost = failed.reduce<number>((sum, one) => sum + one, 0);
  if (lost > 0) result.faults['refusals-not-noted'] = lost;
  time.end();
}

/** Where the batch stands after a commit that was refused. */
function refreshed(position: Position, stale: Extract<Committed, { kind: 'stale' }>, cache: BatchCache): Position {
  const { view } = position;
  if (stale.lane === 'gone') throw new Unavailable(`lane ${view.lane.lane} is gone`);
  // A segment that is there already cannot be ours (a ULID is random): seal again under new names.
  if (stale.segment) cache.sealed.clear();
  // Other rows are read again: who was faster may have moved them, too.
  return overtaken(position, { ...view, lane: stale.lane ?? view.lane, subjects: stale.subjects });
}

function record(result: Progress['result'], { chunk, records, faults, found, failed }: Prepared, cache: BatchCache) {
  result.chunks++;
  result.records += records.length;
  addCounters(result.counters, chunk.counters);
  for (const [fault, times] of Object.entries(faults)) result.faults[fault] = (result.faults[fault] ?? 0) + times;
  for (const [type, times] of Object.entries(found) as [SensitiveType, number][]) {
    result.found[type] = (result.found[type] ?? 0) + times;
  }
  result.failedFrames += failed;
  for (const { sequence } of records) cache.opened.delete(sequence);
}

/** A class, whose methods are not its own properties. */
const guardedPass = (pass: DeepPass, signal: AbortSignal): DeepPass =>
  guarded('deep-pass', { name: pass.name, examine: (texts: readonly string[]) => pass.examine(texts) }, signal);
