import type { Event } from './event.ts';
import type { LeaseClaims } from './lease.ts';

/**
 * How far a device's clock may be from the program's, ms. Two minutes: machines that ask any time server are within seconds, and an agent
 * that has learned the time of its lease is within the moment that the answer took; what is more is no clock but another time. It is also
 * for how long a device whose agent obeys nobody can go on under a lease that is over, so it is no more than that.
 */
export const DEVICE_CLOCK_SKEW = 120_000;

/**
 * Whether an event was captured under a lease, by its own time: what a device captured before its lease, or goes on to capture after it,
 * is not covered by it, however long its frames may arrive. Agents ask it before they seal, and the redactor again.
 */
export const wasCaptured = (
  { time }: Pick<Event, 'time'>,
  { issued, expires }: Pick<LeaseClaims, 'issued' | 'expires'>,
) => time >= issued - DEVICE_CLOCK_SKEW && time <= expires + DEVICE_CLOCK_SKEW;
