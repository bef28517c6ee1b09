import type { Counters } from '../books/counters.ts';
import type { ReplayWindows, SubjectRow } from '../consent/subject.ts';
import type { IndexRow } from '../vault/index-row.ts';

/** One record of one shard, as the stream gave it. */
export interface StreamRecord {
  /** Sequence number, decimal, as AWS writes it. */
  sequence: string;
  partitionKey: string;
  /** The stream's time of arrival, ms. */
  arrival: number;
  data: Uint8Array;
}

/** A shard: its lane, and the part of the 128-bit hash space that it covers, as 32 hex digits, both ends inclusive. */
export interface Shard {
  /** `<stream>/<creation time in seconds>/<shard id>`. */
  lane: string;
  hashFrom: string;
  hashTo: string;
}

/** The lane of a shard, without its counters. */
export interface LaneRow {
  lane: string;
  state: 'open' | 'closed';
  /** Absent until the lane was opened or closed once. */
  epoch?: number;
  /** Padded sequence number of the last record that was committed. */
  checkpoint?: string;
  /** Greatest version of the disclosure that has committed on it. Absent where none has since versions are noted. */
  disclosure?: string;
  /** Since when (ms) a key or a row could not be used, by its name; absent when there is none. */
  damaged?: ReadonlyMap<string, number>;
}

/** `damaged`: there is a row, and it cannot be read. */
export type SubjectFound = SubjectRow | 'damaged';

/** What a commit does to a subject's row: moves windows, on condition that nobody else has since they were seen. */
export interface SubjectMove {
  subject: string;
  /** As seen; becomes one more. */
  revision: number;
  /** Only the devices whose window moves. */
  windows: ReplayWindows;
  /** Present when frames of the subject are admitted: the row must be live under this serial and key. */
  consent?: { serial: string; keyId: string };
}

/**
 * One transaction: all frames of some subjects that a batch has, decided; and how far all records are dealt with, where
 * that is known.
 */
export interface Chunk {
  /** Client token: the same bytes sent again under it take effect once. */
  token: string;
  lane: string;
  /** Padded sequence number of the first record that is not dealt with: the checkpoint must be below it. */
  first: string;
  /** What the checkpoint becomes, padded; absent: it stays. */
  checkpoint?: string;
  /** Present when a frame is admitted: the lane must be open at this epoch. Refusals alone need no open lane. */
  epoch?: number;
  /** Of who commits: nothing newer may have committed on the lane, and from then on nothing older does. */
  disclosure: string;
  counters: Counters;
  /** Names under which damage was noted that is mended. @default none */
  mended?: readonly string[];
  subjects: readonly SubjectMove[];
  segments: readonly IndexRow[];
}

export type CommitOutcome =
  | { kind: 'committed' }
  /** A condition did not hold. What stood there instead, read within the transaction; nothing was written. */
  | {
      kind: 'stale';
      lane?: LaneRow | 'gone';
      subjects: ReadonlyMap<string, SubjectFound | undefined>;
      segment: boolean;
    }
  /** Another transaction or write was at one of the items. Nothing was written. `subjects` is empty when it was the lane. */
  | { kind: 'conflict'; subjects: readonly string[] }
  /** Throttled, timed out or failed inside the store: may have been written or not. */
  | { kind: 'unknown'; cause: unknown };

/** Port. All that intake asks of the store of lanes, subjects and index. */
export interface Intake {
  /** Strongly consistent. Undefined when there is no such lane. */
  readLane(lane: string): Promise<LaneRow | undefined>;
  /** Strongly consistent row by row; at most 100. Those without a row are left out. */
  readSubjects(subjects: readonly string[]): Promise<Map<string, SubjectFound>>;
  /** Notes that a record is about to be opened alone. Returns how many times that was, this one included. */
  addAttempt(lane: string, sequence: string): Promise<number>;
  /** Takes the note back: the attempt ended for a reason that was not the record's. */
  forgiveAttempt(lane: string, sequence: string): Promise<void>;
  /** Notes that a key or a row cannot be used, and since when (ms). Returns the time first noted. */
  noteDamage(lane: string, name: string, at: number): Promise<number>;
  /** One try of one transaction. */
  commit(chunk: Chunk): Promise<CommitOutcome>;
}
