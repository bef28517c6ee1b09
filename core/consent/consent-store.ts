import type { PeopleRules } from '../../api/people.ts';
import type { DevicePublicKey } from '../../wire/device-proof.ts';
import type { Run } from '../../wire/lease.ts';
import type { EntryFacts } from '../ledger/ledger.ts';
import type { ReplayWindow, SubjectRow, SubjectState } from './subject.ts';
import type { Trims } from './trims.ts';

/** The subject's row as the control plane sees it. Times in ms. */
export interface ConsentRow extends SubjectRow {
  enrolledAt: number;
  consentedAt?: number;
  /** In which language the text was shown that was consented to; absent in rows of before there were several. */
  language?: string;
  withdrawnAt?: number;
  /** Of a pause of their own, and when it ends by itself. */
  pausedAt?: number;
  pausedUntil?: number;
  erasedAt?: number;
  /** Number of the day (UTC) of the last consent, and how many were given on it; absent in rows of before they were counted. */
  consentDay?: number;
  consents?: number;
  /** The same of spans that were trimmed. */
  trimDay?: number;
  trimmed?: number;
  /** ms; of the last withdrawal or erasure: keys of devices that were bound before are good no more. */
  revokedAt?: number;
  /** What arrived in these is shown to nobody. */
  trims?: Trims;
  /** How often a device was enrolled; absent in rows of before it was counted. */
  enrolments?: number;
  /** Ids of keys that were deleted, of erasures before the last: a table that is restored brings the keys back. */
  erasedKeys?: readonly string[];
}

/** What a change sets. Windows and their revision are intake's, and no change touches them; the others only grow. */
export type ConsentFields = Omit<ConsentRow, 'subject' | 'windows' | 'revision' | 'enrolments' | 'erasedKeys'>;

export interface Device {
  device: string;
  /** Highest n such that the stream acknowledged frames 1..n, as the device told. Never less than it told before. */
  acked: number;
  enrolledAt: number;
  /** ms; it is given no lease since. */
  removedAt?: number;
  /** End of its last lease's capture window, ms; 0 before the first. */
  leaseExpires: number;
  /** ms after a lease's end within which its frames may arrive: the most of its leases. Absent in rows of before it was noted. */
  delivers?: number;
  /** Number of the hour of its last lease, and how many it was given in it; absent before they were counted. */
  leaseHour?: number;
  leases?: number;
  /** The last start of its agent that was given a lease, and how many leases starts were given. Absent before the first of them. */
  run?: Run;
  /** ms; when that start was given its first lease. */
  startedAt?: number;
  /** What was told of each start whose frames may still arrive. */
  epochs?: ReadonlyMap<number, ToldOfEpoch>;
  /** The sum of what was told of those that are over. */
  closed?: number;
  /** With which it proves itself, and since when (ms). */
  key?: DevicePublicKey;
  boundAt?: number;
  /** Of which of them its person was one when it was bound, by their token. */
  boundFor?: Population;
  /** Time of the last nonce that it was given a lease for, ms: none of before is taken. */
  nonceAt?: number;
  /** How many of its frames were refused, by why; absent where none was. */
  refused?: RefusedFrames;
}

/** Frames by a stable word: a fault of the wire format, or a reason of the books. */
export type RefusedFrames = Record<string, number>;

/** Whom a disclosure is about, by groups. */
export type Population = Pick<PeopleRules['population'], 'groups' | 'excluded'>;

export interface ToldOfEpoch {
  /** Highest n such that the stream acknowledged frames 1..n of it, as the device told. */
  acked: number;
  /** Whole hours since 1970 (UTC): no frame of it arrives later. */
  untilHour: number;
}

/** What a request of a start changes in its device's row: all of it, or nothing. */
export interface DeviceStep extends Required<Pick<Device, 'acked' | 'epochs' | 'closed'>> {
  /** Of a lease that is given. */
  lease?: Required<Pick<Device, 'run' | 'startedAt' | 'leaseExpires' | 'delivers' | 'leaseHour' | 'leases'>>;
  /** Of a device that proved itself: takes only if it is later than the last. */
  nonceAt?: number;
  /** Takes the place of its key. */
  key?: DevicePublicKey;
}

/** The side of the books that devices and windows tell. */
export interface DeviceBooks {
  subject: string;
  device: string;
  /** Of one start; `closed`: of all that are over, together. Absent: of the frames that the device numbers over its whole life. */
  epoch?: number | 'closed';
  acked: number;
  window?: ReplayWindow;
}

/**
 * `seen` is the row as it was seen: the change takes only if state, serial, key and what is trimmed are still these. Undefined: there was no row. Without
 * `next` the row's fields stay as they were seen (a device is added).
 */
export type ConsentChange = OneChange &
  ({ seen: ConsentRow; next?: ConsentFields } | { seen: undefined; next: ConsentFields });

interface OneChange {
  subject: string;
  /** Put in the same transaction; it must not be there yet, and no other may have been enrolled since the row was seen. */
  device?: { device: string; at: number };
  /** Noted of it in the same transaction: it is there. */
  removes?: { device: string; at: number };
  /** Id of a key that `next` no longer names: added to `erasedKeys`. */
  erasedKey?: string;
  /** Appended to the ledger in the same transaction. @default none: of what is nobody's business */
  entry?: EntryFacts;
  /** Takes only if no gate is held closed since a time later than this, ms. @default not asked */
  unlessHeldSince?: number;
  /** Takes only while nobody has ended the program. @default not asked */
  unlessEnded?: true;
}

export interface ErasedSubject {
  subject: string;
  /** ms; of who enrolled again: what is older was before the erasure. Absent of who is erased. */
  before?: number;
}

export interface Told {
  acked: number;
  /** Of a lease that is given. */
  lease?: {
    expires: number;
    /** Number of the hour in which it is counted. */
    hour: number;
    /** Leases of a device in an hour. */
    most: number;
    /** Whether the device's count was seen to be of this hour: saves a try. */
    goesOn: boolean;
  };
  delivers?: number;
}

/** `stale`: row or device is not as it was seen. `held`: a gate is closed. `ended`: the program is over. Nothing was written then. */
export type ChangeOutcome = 'done' | 'stale' | 'held' | 'ended';

/** @param states of subjects; a word that is no state counts nowhere */
export function countStates(states: readonly (string | undefined)[]): Record<SubjectState, number> {
  const counted = Map.groupBy(states, (state) => state);
  const count = (state: SubjectState) => counted.get(state)?.length ?? 0;
  return { enrolled: count('enrolled'), live: count('live'), withdrawn: count('withdrawn'), erased: count('erased') };
}

/** Port. */
export interface ConsentStore {
  /** Strongly consistent. */
  read(subject: string): Promise<ConsentRow | undefined>;
  /** Strongly consistent. */
  device(subject: string, device: string): Promise<Device | undefined>;
  devices(subject: string): Promise<Device[]>;
  /** One transaction: row, device and ledger entry, or nothing. */
  change(change: ConsentChange): Promise<ChangeOutcome>;
  /**
   * Notes what a registered device told at renewal, and the lease that it is given. Each of the numbers only ever grows.
   * @returns false where the leases of this hour are used up: this one is not counted then, and must not be given
   */
  tell(subject: string, device: string, told: Told): Promise<boolean>;
  /** Binds a key to a device that is enrolled and not removed, in place of the one that it has. @returns whether there is such a device */
  bind(
    subject: string,
    device: string,
    bound: Required<Pick<Device, 'key' | 'boundAt' | 'boundFor'>>,
  ): Promise<boolean>;
  /**
   * Takes a step of a device, if its row is as it was seen: nobody was given a lease for it meanwhile, no other key was bound to it, and, of a lease, it was not removed. Two starts at once are so two epochs.
   * @returns whether it took
   */
  step(subject: string, seen: Device, step: DeviceStep): Promise<boolean>;
  /**
   * Every device of every subject, erased ones included, and the names of rows that cannot be read: a walk over the table,
   * for the books.
   */
  books(): Promise<{ devices: DeviceBooks[]; damaged: string[] }>;
  /**
   * What was deleted, or should have been: keys of all erasures of all subjects, of those too who enrolled again; whose they were; and the
   * subjects whose rows do not say all of theirs.
   */
  erasedKeys(): Promise<{ keys: { subject: string; keyId: string }[]; subjects: ErasedSubject[]; damaged: string[] }>;
  /** What everybody has trimmed, and the subjects whose rows do not say it. */
  trimmed(): Promise<{ subjects: { subject: string; trims: Trims }[]; damaged: string[] }>;
  /** How many subjects are in each state, of all rows that say one. */
  states(): Promise<Record<SubjectState, number>>;
}
