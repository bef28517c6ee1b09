import { addCounters, type Counters } from '../books/counters.ts';
import type { SubjectRow } from '../consent/subject.ts';
import { mayCommit } from '../disclosure/version.ts';
import type { MemoryLane } from '../gate/gate.memory.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { Chunk, CommitOutcome, Intake, LaneRow, SubjectFound } from './intake.ts';

/** Made by the gate's memory adapter, with which the table is shared; the other fields come with the first commit. */
export interface StoredLane extends MemoryLane {
  disclosure?: string;
  attemptAt?: string;
  attempts?: number;
  counters?: Counters;
  damaged?: Map<string, number>;
}

/** Tables that may be shared with the memory adapters of other rooms. */
export interface IntakeTables {
  lanes: Map<string, StoredLane>;
  subjects: Map<string, SubjectRow>;
  /** By subject and segment, a space between. */
  index: Map<string, IndexRow>;
}

export const intakeTables = (): IntakeTables => ({ lanes: new Map(), subjects: new Map(), index: new Map() });

export interface MemoryIntakeOptions {
  tables?: IntakeTables;
  /** Subjects whose rows cannot be read. @default none */
  damagedRows?: ReadonlySet<string>;
  /**
   * Asked before each try of a commit. `conflict` and `unknown-lost` write nothing; `unknown-written` writes and hides it,
   * as an answer that was lost does.
   * @default commits
   */
  fault?: (chunk: Chunk) => 'unknown-lost' | 'unknown-written' | { conflict: readonly string[] } | undefined;
}

/** As DynamoDB does it: all conditions or nothing, client tokens, what stood there told on refusal. */
export function memoryIntake({
  tables = intakeTables(),
  damagedRows = new Set(),
  fault = () => undefined,
}: MemoryIntakeOptions = {}): Intake & { tables: IntakeTables } {
  const { lanes, subjects } = tables;
  /** Chunks by token: the same token with other bytes is an error. */
  const tokens = new Map<string, Chunk>();

  function write(chunk: Chunk): CommitOutcome {
    const before = tokens.get(chunk.token);
    if (before) {
      if (before !== chunk && fingerprint(before) !== fingerprint(chunk))
        throw new Error('IdempotentParameterMismatchException');
      return { kind: 'committed' };
    }
    const refused = staleness(tables, chunk);
    if (refused) return refused;
    tokens.set(chunk.token, chunk);
    put(tables, chunk);
    return { kind: 'committed' };
  }

  return {
    tables,
    async readLane(lane) {
      const row = lanes.get(lane);
      return row && pick(lane, row);
    },
    async readSubjects(wanted) {
      const found = new Map<string, SubjectFound>();
      for (const subject of wanted) {
        const row = subjects.get(subject);
        if (row) found.set(subject, damagedRows.has(subject) ? 'damaged' : structuredClone(row));
      }
      return found;
    },
    async addAttempt(lane, sequence) {
      const row = lanes.get(lane)!;
      row.attempts = row.attemptAt === sequence ? (row.attempts ?? 0) + 1 : 1;
      row.attemptAt = sequence;
      return row.attempts;
    },
    async forgiveAttempt(lane, sequence) {
      const row = lanes.get(lane)!;
      if (row.attemptAt === sequence) row.attempts = Math.max(0, (row.attempts ?? 0) - 1);
    },
    async noteDamage(lane, name, at) {
      const row = lanes.get(lane)!;
      row.damaged ??= new Map();
      row.damaged.set(name, row.damaged.get(name) ?? at);
      return row.damaged.get(name)!;
    },
    async commit(chunk) {
      const injected = fault(chunk);
      if (injected === 'unknown-lost') return { kind: 'unknown', cause: new Error('timed out') };
      if (injected === 'unknown-written') {
        write(chunk);
        return { kind: 'unknown', cause: new Error('timed out') };
      }
      if (injected) return { kind: 'conflict', subjects: injected.conflict };
      return write(chunk);
    },
  };
}

/** What a lane's row shows of itself. */
const pick = (lane: string, { state, epoch, checkpoint, disclosure, damaged }: StoredLane): LaneRow => ({
  lane,
  state,
  ...(epoch !== undefined && { epoch }),
  ...(checkpoint !== undefined && { checkpoint }),
  ...(disclosure !== undefined && { disclosure }),
  ...(damaged && damaged.size > 0 && { damaged: new Map(damaged) }),
});

const indexKey = ({ subject, segment }: IndexRow) => `${subject} ${segment}`;

/** What stands where a condition of the chunk does not hold; undefined when all do. */
function staleness({ lanes, subjects, index }: IntakeTables, chunk: Chunk): CommitOutcome | undefined {
  const lane = lanes.get(chunk.lane);
  const laneHolds =
    lane !== undefined &&
    (lane.checkpoint === undefined || lane.checkpoint < chunk.first) &&
    mayCommit(lane.disclosure, chunk.disclosure) &&
    (chunk.epoch === undefined || (lane.state === 'open' && lane.epoch === chunk.epoch));
  const stale = new Map<string, SubjectFound | undefined>();
  for (const { subject, revision, consent } of chunk.subjects) {
    const row = subjects.get(subject);
    const holds =
      row !== undefined &&
      row.revision === revision &&
      (!consent || (row.state === 'live' && row.serial === consent.serial && row.keyId === consent.keyId));
    if (!holds) stale.set(subject, row && structuredClone(row));
  }
  const segment = chunk.segments.some((row) => index.has(indexKey(row)));
  if (laneHolds && stale.size === 0 && !segment) return undefined;
  return {
    kind: 'stale',
    ...(!laneHolds && { lane: lane ? pick(chunk.lane, lane) : ('gone' as const) }),
    subjects: stale,
    segment,
  };
}

/** Writes a chunk whose conditions hold. */
function put({ lanes, subjects, index }: IntakeTables, chunk: Chunk): void {
  const lane = lanes.get(chunk.lane)!;
  if (chunk.checkpoint !== undefined) {
    lane.checkpoint = chunk.checkpoint;
    delete lane.attemptAt;
    delete lane.attempts;
  }
  lane.disclosure = chunk.disclosure;
  for (const name of chunk.mended ?? []) lane.damaged?.delete(name);
  lane.counters ??= {};
  addCounters(lane.counters, chunk.counters);
  for (const { subject, windows } of chunk.subjects) {
    const row = subjects.get(subject)!;
    subjects.set(subject, { ...row, windows: new Map([...row.windows, ...windows]), revision: row.revision + 1 });
  }
  for (const row of chunk.segments) index.set(indexKey(row), row);
}

const fingerprint = (chunk: Chunk): string =>
  JSON.stringify(chunk, (_name, value) =>
    typeof value === 'bigint' ? value.toString() : value instanceof Map ? [...value] : value,
  );
