import type { LeaseGrant } from '../../wire/lease.ts';
import type { SealedFrame } from './spool.ts';

/**
 * What became of one frame. `retry`: throttled, or no answer; the same bytes again. `denied`: may not be put at all.
 * `credentials`: ours have run out; again after the next lease.
 */
export type PutOutcome = 'acknowledged' | 'retry' | 'denied' | 'credentials';

/** The stream as an agent sees it. */
export interface FrameSink {
  /** From now on with the stream and the credentials of this grant. */
  use(grant: LeaseGrant): void;
  /** Puts frames; one outcome each, same order. Does not throw and does not repeat: that is the sender's affair. */
  put(frames: readonly SealedFrame[]): Promise<PutOutcome[]>;
  close(): void;
}
