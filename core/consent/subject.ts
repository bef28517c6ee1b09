import type { SubjectState } from '../../api/words.ts';
import type { OptOuts } from './opt-outs.ts';

/** What a commit, a read and the control plane need to know of a subject. The row is never deleted: erased is a tombstone. */

export type { SubjectState };

/** Which frames of a device are accounted for: the highest number, and the 64 up to it as bits (bit i: `high - i`). */
export interface ReplayWindow {
  high: number;
  seen: bigint;
}

/** Of one start of a device's agent. */
export interface EpochWindow extends ReplayWindow {
  /** Whole hours since 1970 (UTC): no frame of it arrives later. */
  untilHour: number;
}

/** Of a device: of the frames that it numbers over its whole life, and of each start that numbers its own. */
export interface DeviceWindow extends ReplayWindow {
  epochs?: ReadonlyMap<number, EpochWindow>;
  /** Numbers accounted for of starts whose windows are gone, since none of their frames can come any more. */
  closed?: number;
}

/** By device. A Map: people choose the names, and an object answers to `constructor` by itself. */
export type ReplayWindows = ReadonlyMap<string, DeviceWindow>;

export interface SubjectRow {
  subject: string;
  state: SubjectState;
  /** ULID of the consent; grows with each; never used twice. */
  serial: string;
  /** Disclosure version consented to. */
  disclosure: string;
  keyId: string;
  /** Parts that they do not consent to; absent where there are none. */
  without?: OptOuts;
  windows: ReplayWindows;
  /** Moves with every change of `windows`. */
  revision: number;
}
