import type { LeaseGrant } from '../../wire/lease.ts';

/** What comes of a channel. */
export interface PushListener {
  /** It stands, and listens: what is retained comes next. */
  up(): void;
  /** It does not, or does no more. It is tried again by the channel. */
  down(): void;
  /** As it came: whoever listens decides what it is worth. */
  message(message: Uint8Array): void;
}

/** How an agent hears at once that the gate has closed. */
export interface PushChannel {
  /** From now on with this lease's channel and credentials. One that stands is left alone. */
  use(push: NonNullable<LeaseGrant['push']>, grant: LeaseGrant): void;
  close(): void;
}

/** @param now the program's time, ms: by which the way there is signed */
export type OpenPushChannel = (listener: PushListener, now: () => number) => PushChannel;
