import type { ReplayWindows } from '../consent/subject.ts';
import { openingPause } from '../gate/lane.ts';
import { DamagedKey } from '../shared/damaged-key.ts';
import { Refused } from '../shared/errors.ts';
import type { BatchCache, IntakePorts } from './batch.ts';
import { keyName, rowName, waitsFor } from './damage.ts';
import { type BatchContext, type Decisions, decide, epochsAhead, subjectsOf, type View } from './decide.ts';
import type { SubjectFound } from './intake.ts';
import type { Opened } from './open.ts';
import type { OpenedSubjects } from './open-subjects.ts';
import type { Position } from './position.ts';
import { all } from './settle.ts';

/**
 * Bound of the transaction, bytes. DynamoDB takes 4 MB; what 49 subjects can reach with inline segments of 4 KB is a
 * tenth of it, so that only rows with thousands of devices could come near.
 */
const CHUNK_BYTES = 3_500_000;
/** What a subject costs in a transaction beside its windows, bytes: its row, and an index row with an inline segment. */
const BYTES_PER_SUBJECT = 6_000;
const BYTES_PER_WINDOW = 100;
const BYTES_PER_EPOCH = 35;

export interface DecidedSubjects {
  /** With the rows and the lane that the decision was made on. */
  position: Position;
  frames: readonly Opened[];
  decisions: Decisions;
  /** Key of each subject with admitted frames, by key id. */
  keys: ReadonlyMap<string, Uint8Array>;
  /** Names of keys and rows that are in order, or were noted too long ago: what was noted of them is over. */
  usable: ReadonlySet<string>;
}

/** Reads the rows, tries to open the lane, decides each frame, and opens the keys of those that are admitted. */
export async function decideSubjects(
  { position, frames: opened }: OpenedSubjects,
  context: BatchContext,
  cache: BatchCache,
  ports: IntakePorts,
): Promise<DecidedSubjects> {
  let view = await withSubjects(position.view, subjectsOf(opened), cache, ports);
  let frames = fitting(
    opened.filter(({ record }) => !cache.waiting.has(record.partitionKey)),
    view,
  );
  view = await withOpening(frames, view, context, cache, ports);
  for (;;) {
    const decisions = decide(frames, view, context);
    const { keys, lost, waiting } = await openKeys(decisions, view, ports);
    if (lost.size === 0 && waiting.size === 0) {
      const usable = new Set([...keys.keys()].map(keyName));
      for (const [subject, row] of view.subjects) if (row && row !== 'damaged') usable.add(rowName(subject));
      for (const name of ports.damage.outdated(view.lane.damaged)) usable.add(name);
      return { position: { ...position, view }, frames, decisions, keys, usable };
    }
    for (const [subject, why] of waiting) cache.waiting.set(subject, why);
    frames = frames.filter(({ record }) => !waiting.has(record.partitionKey));
    view = { ...view, lostKeys: new Map([...view.lostKeys, ...lost]) };
  }
}

/** The view with the rows of these subjects. One whose row is damaged waits, or has it in the view to be refused. */
async function withSubjects(
  view: View,
  needed: ReadonlySet<string>,
  cache: BatchCache,
  { intake, damage }: IntakePorts,
): Promise<View> {
  const unknown = [...needed].filter((subject) => !view.subjects.has(subject));
  const read = unknown.length > 0 ? await intake.readSubjects(unknown) : new Map<string, SubjectFound>();
  const subjects = new Map(view.subjects);
  for (const subject of unknown) subjects.set(subject, read.get(subject));
  for (const subject of needed) {
    const name = rowName(subject);
    if (subjects.get(subject) !== 'damaged' || (await damage.isOver(name, view.lane.damaged))) continue;
    cache.waiting.set(subject, waitsFor(name));
  }
  return { ...view, subjects };
}

const bytesOf = (windows: ReplayWindows): number =>
  [...windows.values()].reduce(
    (bytes, { epochs }) => bytes + BYTES_PER_WINDOW + BYTES_PER_EPOCH * (epochs?.size ?? 0),
    0,
  );

/** Frames of as many of the subjects as one transaction holds, by an upper estimate from the rows as they stand. */
function fitting(frames: readonly Opened[], { subjects }: View): readonly Opened[] {
  const taken = new Set<string>();
  let bytes = 0;
  return frames.filter(({ record: { partitionKey } }) => {
    if (taken.has(partitionKey)) return true;
    const row = subjects.get(partitionKey);
    bytes += BYTES_PER_SUBJECT + (row && row !== 'damaged' ? bytesOf(row.windows) : 0);
    if (bytes > CHUNK_BYTES && taken.size > 0) return false;
    taken.add(partitionKey);
    return true;
  });
}

/** Frames of an epoch above the lane's: the gate may have opened since, and this lane not yet. */
async function withOpening(
  frames: readonly Opened[],
  view: View,
  context: BatchContext,
  { past }: BatchCache,
  { gate, sleep, random }: IntakePorts,
): Promise<View> {
  const ahead = epochsAhead(frames, view, context).filter((epoch) => !past.has(epoch));
  if (ahead.length > 0) await sleep(openingPause(view.lane.epoch, random()));
  for (const epoch of ahead) {
    // A lane that was never opened, or has retired, may not be in the registry, where a pause would find it.
    if (view.lane.epoch === undefined) await gate.addLane(context.shard.lane);
    if (await gate.openLane(context.shard.lane, epoch)) {
      return { ...view, lane: { ...view.lane, state: 'open', epoch } };
    }
    past.add(epoch);
  }
  return view;
}

/** The key of each subject with admitted frames; those that are gone or damaged apart. */
async function openKeys({ admitted, rows }: Decisions, { lane }: View, { keyRing, damage }: IntakePorts) {
  const owners = new Map(admitted.map(({ claims: { subject } }) => [rows.get(subject)!.keyId, subject] as const));
  const lost = new Map<string, 'consent' | 'key'>();
  const waiting = new Map<string, ReturnType<typeof waitsFor>>();
  const keys = new Map<string, Uint8Array>();
  await all(
    [...owners].map(async ([keyId, subject]) => {
      try {
        keys.set(keyId, await keyRing.open(keyId));
      } catch (error) {
        if (error instanceof DamagedKey) {
          if (await damage.isOver(error.key, lane.damaged)) lost.set(keyId, 'key');
          else waiting.set(subject, waitsFor(error.key));
        } else if (error instanceof Refused && error.reason === 'no-key') lost.set(keyId, 'consent');
        else throw error;
      }
    }),
  );
  return { keys, lost, waiting };
}
