import type { LeaseGrant } from '../../wire/lease.ts';
import type { Way } from './errors.ts';
import type { ReasonName } from './reasons.ts';
import type { SealedFrame } from './spool.ts';

/**
 * What became of one frame. `retry`: throttled, or the stream has a fault; the same bytes again, later. `denied`: may not be put at all. What else is in the
 * way is named, and the bytes are sent again as well; `credentials`: ours are not taken, and a lease brings new ones.
 */
export type PutOutcome = 'acknowledged' | 'retry' | 'denied' | Trouble;

/** What can be in the way of a put. */
export type Trouble = Extract<ReasonName, 'credentials'> | Way;

/** A frame, as the stream is given it; its number is for whoever looks. */
export type FrameToPut = Pick<SealedFrame, 'number' | 'subject' | 'data'>;

/** The stream as an agent sees it. */
export interface FrameSink {
  /** From now on with the stream and the credentials of this grant. */
  use(grant: LeaseGrant): void;
  /** Puts frames; one outcome each, same order. Does not throw and does not repeat: that is the sender's affair. */
  put(frames: readonly FrameToPut[]): Promise<PutOutcome[]>;
  close(): void;
}
