import type { LeaseClaims } from './lease.ts';

/**
 * Unpacked bytes of frames that a device may send of one minute of leases. An honest one sends less than half of it (6,000 events of 150 bytes,
 * and a long paste); it bounds what a device can make the redactor do, which takes some seconds for the dearest bytes, while a frame of
 * 3 kB can unpack to 16 MB.
 */
export const BYTES_PER_MINUTE = 2_097_152;
const MINUTE = 60_000;

type LeaseTimes = Pick<LeaseClaims, 'issued' | 'expires'>;

/** Leases that were given in the same minute share a budget: asking again does not give more. */
export const budgetMinute = ({ issued }: LeaseTimes): number => Math.floor(issued / MINUTE);

/** Of a lease that lasts for longer than a minute, as much as for its minutes. */
export const bytesOf = ({ issued, expires }: LeaseTimes): number =>
  BYTES_PER_MINUTE * Math.max(1, Math.ceil((expires - issued) / MINUTE));
