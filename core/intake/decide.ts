import { createHash } from 'node:crypto';
import type { RefuseReason } from '../books/counters.ts';
import { accountOf } from '../books/device-window.ts';
import type { DeviceWindow, SubjectRow } from '../consent/subject.ts';
import { compareVersions, judgeVersions } from '../disclosure/version.ts';
import type { LaneRow, Shard, StreamRecord, SubjectFound } from './intake.ts';
import { isUnreadable, type Opened, type OpenedFrame } from './open.ts';

/** What a chunk is decided on. Old is not wrong: what it refuses stays refused, and what it admits the commit checks. */
export interface View {
  lane: LaneRow;
  /** `undefined`: there is no such row. */
  subjects: ReadonlyMap<string, SubjectFound | undefined>;
  /** Keys that cannot be used, and as what their frames are refused: `consent` when erased, `key` when damaged for too long. */
  lostKeys: ReadonlyMap<string, 'consent' | 'key'>;
}

export interface BatchContext {
  shard: Shard;
  program: string;
  /** Version of the disclosure that this deployment enforces. */
  disclosure: string;
}

export interface Refusal {
  record: StreamRecord;
  reason: RefuseReason;
  /** No window moved: its number, if it has one, will show as missing. */
  unreadable: boolean;
  /** What was wrong with it, by a stable word. */
  fault?: string | undefined;
  /** Whose it is, where that is certain. */
  from?: { subject: string; device: string } | undefined;
}

export interface Decisions {
  admitted: OpenedFrame[];
  refused: Refusal[];
  /** Of subjects whose frames are no strangers': the row that they were judged by. */
  rows: Map<string, SubjectRow>;
  /** By subject and device: windows after these frames. Only those that moved. */
  windows: Map<string, Map<string, DeviceWindow>>;
  /** Numbers that left a window without their frame having come. */
  missing: number;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/**
 * A frame belongs to its shard, its subject and its program. One that does not moves no window: an agent that sprays
 * its frames over all shards would else make them all write the same row.
 */
const isMisrouted = ({ record, claims }: OpenedFrame, { shard, program }: BatchContext): boolean => {
  if (claims.program !== program || claims.subject !== record.partitionKey) return true;
  const hash = md5(record.partitionKey);
  return hash < shard.hashFrom || hash > shard.hashTo;
};

/** Whoever has another's lease puts it under that one's name, or not at all. */
function senderOf({ record, claims }: Opened, { program }: BatchContext): Refusal['from'] {
  if (claims?.program !== program || claims.subject !== record.partitionKey) return undefined;
  return { subject: claims.subject, device: claims.device };
}

/** Whether it collects under the consent that the frame was captured under. */
const consents = (row: SubjectRow, { claims }: OpenedFrame, view: View, { disclosure }: BatchContext): boolean =>
  row.state === 'live' &&
  claims.serial === row.serial &&
  judgeVersions({ consented: row.disclosure, lease: claims.disclosure, mine: disclosure }) === 'covered' &&
  view.lostKeys.get(row.keyId) !== 'consent';

/**
 * Whether it is one of ours whose lease is of a newer disclosure. To refuse it would be for good, and the redactor that knows
 * its version would have admitted it; and nothing behind it is decided before it, since windows follow the stream's order.
 */
export const isNewer = (frame: Opened, context: BatchContext): boolean =>
  !isUnreadable(frame) &&
  !isMisrouted(frame, context) &&
  compareVersions(frame.claims.disclosure, context.disclosure) > 0;

/** Epochs of a closed lane are over: a gate opens again under a greater one. */
const isOver = (epoch: number, { state, epoch: at }: LaneRow): boolean => epoch !== at || state !== 'open';

/**
 * Decides each frame on its own, in the order of the stream. The order of the reasons matters: a number is accounted for
 * once, so that a frame which comes again is `repeated`, whatever else is wrong with it.
 */
export function decide(frames: readonly Opened[], view: View, context: BatchContext): Decisions {
  const decisions: Decisions = { admitted: [], refused: [], rows: new Map(), windows: new Map(), missing: 0 };
  const refuse = (frame: Opened, reason: RefuseReason, unreadable = false) =>
    decisions.refused.push({
      record: frame.record,
      reason,
      unreadable,
      fault: frame.fault,
      from: senderOf(frame, context),
    });

  for (const frame of frames) {
    if (isUnreadable(frame)) {
      refuse(frame, frame.refused, true);
      continue;
    }
    const { claims, number, record } = frame;
    if (isMisrouted(frame, context)) {
      refuse(frame, 'misrouted', true);
      continue;
    }
    const row = view.subjects.get(claims.subject);
    if (!row || row === 'damaged') {
      refuse(frame, row ? 'row' : 'consent', true);
      continue;
    }
    decisions.rows.set(claims.subject, row);
    const moved = windowsOf(decisions, claims.subject);
    const window = moved.get(claims.device) ?? row.windows.get(claims.device);
    const seen = accountOf(window, claims, number, record.arrival);
    if (seen.verdict !== 'new') {
      // Of a start that is over no window knows anything: to make one would count what it passes as missing.
      if (seen.verdict === 'over') refuse(frame, 'late', true);
      else refuse(frame, 'repeated');
      continue;
    }
    moved.set(claims.device, seen.window);
    decisions.missing += seen.missing;
    if (record.arrival > claims.deliverUntil) refuse(frame, 'late');
    else if (isOver(claims.epoch, view.lane)) refuse(frame, 'epoch');
    else if (!consents(row, frame, view, context)) refuse(frame, 'consent');
    else if (view.lostKeys.has(row.keyId)) refuse(frame, 'key');
    else if (frame.body === undefined) refuse(frame, frame.fault === 'over-budget' ? 'budget' : 'malformed');
    else decisions.admitted.push(frame);
  }
  return decisions;
}

function windowsOf({ windows }: Decisions, subject: string): Map<string, DeviceWindow> {
  let devices = windows.get(subject);
  if (!devices) {
    devices = new Map();
    windows.set(subject, devices);
  }
  return devices;
}

/**
 * Epochs above the lane's among frames of ours, greatest first: for these, opening the lane is tried before anything is
 * decided.
 */
export function epochsAhead(frames: readonly Opened[], { lane }: View, context: BatchContext): number[] {
  const epochs = new Set<number>();
  for (const frame of frames) {
    if (isUnreadable(frame) || isMisrouted(frame, context)) continue;
    if (lane.epoch === undefined || frame.claims.epoch > lane.epoch) epochs.add(frame.claims.epoch);
  }
  return [...epochs].sort((a, b) => b - a);
}

/** Subjects whose rows the decision needs. */
export function subjectsOf(frames: readonly Opened[]): Set<string> {
  const subjects = new Set<string>();
  for (const frame of frames) {
    if (!isUnreadable(frame) && frame.claims.subject === frame.record.partitionKey) subjects.add(frame.claims.subject);
  }
  return subjects;
}
