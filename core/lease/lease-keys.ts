import { STREAM_RETENTION_DAYS } from '../disclosure/bounds.ts';

/** The keys that leases are sealed under: one a day, wrapped by KMS, opened once per function instance. */

export interface LeaseKey {
  /** Key id in the lease's header. */
  kid: string;
  /** 32 bytes, for A256GCM. Shared: never zeroed. */
  key: Uint8Array;
}

/** Port. */
export interface LeaseKeys {
  /** The key to seal with at that time (ms); made if it is the first lease of the day (UTC). */
  current(now: number): Promise<LeaseKey>;
  /**
   * Notes with that day's key (made if need be) that leases of so many seconds are sealed under it; the longest counts. To be done
   * before the gate is looked at: one that is seen closed later has all lengths behind it.
   */
  note(now: number, seconds: number): Promise<void>;
  /**
   * Undefined when there is no such key: no lease was ever sealed under it, or all that were are long past delivery.
   * @throws DamagedKey when it is there and does not open
   */
  open(kid: string): Promise<Uint8Array | undefined>;
}

/** A day's key id: its date, UTC. A key id of another form is nobody's, and is not looked up. */
export const kidOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
const KID_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

const DAY = 86_400_000;

/**
 * Agents choose the ids that they send, so an id that was not found should not be looked for again: but only once no
 * instance, its clock a day wrong at worst, can still make that key.
 * @returns `never`: there can be no such key; `no-more`: whether there is one is settled; `maybe`: look each time
 */
export function kidProspect(kid: string, now: number): 'never' | 'no-more' | 'maybe' {
  if (!KID_PATTERN.test(kid) || kid > kidOf(now + DAY)) return 'never';
  return kid < kidOf(now - DAY) ? 'no-more' : 'maybe';
}

/**
 * When a day's key may go, ms: a frame may arrive until the delivery window of the day's last lease has ended, and wait
 * in the stream for as long as that keeps it. A day is added for clocks.
 */
export const keyNeededUntil = (now: number, deliveryHours: number): number =>
  (Math.floor(now / DAY) + 1 + STREAM_RETENTION_DAYS + 1) * DAY + deliveryHours * 3_600_000;
