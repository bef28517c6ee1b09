import type { DropReason } from '../../wire/filter.ts';

/** What the agent did so far, as numbers; content-free. Events: captured = kept + all the ways not to be kept. */
export interface Counters {
  captured: number;
  kept: number;
  notRecording: number;
  overBudget: number;
  backPressure: number;
  tooLarge: number;
  /** By the filter's reason. */
  dropped: Partial<Record<DropReason, number>>;
  /** Undisclosed fields taken out of kept events. */
  stripped: number;
  /** Kept events thrown away unsealed, because collection had to stop. */
  discarded: number;
  framesSealed: number;
  framesAcknowledged: number;
  /** Puts that had to be repeated, frames. */
  framesRetried: number;
  /** Frames that the disk gave back otherwise than they were written: not sent, and lost. */
  framesDamaged: number;
}

export const newCounters = (): Counters => ({
  captured: 0,
  kept: 0,
  notRecording: 0,
  overBudget: 0,
  backPressure: 0,
  tooLarge: 0,
  dropped: {},
  stripped: 0,
  discarded: 0,
  framesSealed: 0,
  framesAcknowledged: 0,
  framesRetried: 0,
  framesDamaged: 0,
});
