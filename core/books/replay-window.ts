import { REPLAY_WINDOW } from '../../wire/frame.ts';
import type { ReplayWindow } from '../consent/subject.ts';
import { SluiceError } from '../shared/errors.ts';

/**
 * The replay window of a device, as in DTLS (RFC 6347, 4.1.2.6) and IPsec (RFC 4303, 3.4.3): frames may come in any
 * order and more than once, each number is accounted for exactly once.
 */

const MASK = (1n << 64n) - 1n;
const EMPTY: ReplayWindow = Object.freeze({ high: 0, seen: 0n });

export type Accounted =
  | {
      verdict: 'new';
      window: ReplayWindow;
      /** Numbers that left the window unseen: their frames will be refused as repeated should they still come. */
      missing: number;
    }
  /** It was seen, or it is older than the window: then it was seen, or was counted as missing. */
  | { verdict: 'repeated' };

/** Accounts for a frame number. A device without a window has sent nothing yet. */
export function account(window: ReplayWindow = EMPTY, number: number): Accounted {
  if (!Number.isSafeInteger(number) || number < 1) throw new SluiceError('frame numbers are safe integers from 1');
  const { high, seen } = window;
  if (number <= high) {
    const behind = high - number;
    if (behind >= REPLAY_WINDOW) return { verdict: 'repeated' };
    const bit = 1n << BigInt(behind);
    return seen & bit ? { verdict: 'repeated' } : { verdict: 'new', window: { high, seen: seen | bit }, missing: 0 };
  }
  const ahead = number - high;
  const moved: ReplayWindow = {
    high: number,
    seen: ahead >= REPLAY_WINDOW ? 1n : ((seen << BigInt(ahead)) | 1n) & MASK,
  };
  // Unseen before, and new numbers but this one, less those that can still come.
  return { verdict: 'new', window: moved, missing: unseen(window) + (ahead - 1) - unseen(moved) };
}

/** Numbers in the window whose frames can still come. */
export function unseen(window: ReplayWindow): number {
  return unseenUpTo(window, window.high);
}

/** Numbers accounted for: their frames came, or they count as missing. */
export const accounted = (window: ReplayWindow = EMPTY): number => window.high - unseen(window);

/** Numbers up to `acked` that are not accounted for: acknowledged by the stream, and still in it or on their way. */
export function pending(window: ReplayWindow = EMPTY, acked: number): number {
  return unseenUpTo(window, acked) + Math.max(0, acked - window.high);
}

/** Numbers above `acked` that are accounted for: of frames whose acknowledgement the device has not told yet. */
export function ahead(window: ReplayWindow = EMPTY, acked: number): number {
  return Math.max(0, window.high - acked) - (unseen(window) - unseenUpTo(window, acked));
}

/** As `unseen`, without the numbers above `acked`. */
function unseenUpTo({ high, seen }: ReplayWindow, acked: number): number {
  const above = Math.max(0, high - acked);
  return Math.max(0, Math.min(high, REPLAY_WINDOW) - above) - ones(seen >> BigInt(above));
}

function ones(bits: bigint): number {
  return ones32(Number(bits & 0xffff_ffffn)) + ones32(Number((bits >> 32n) & 0xffff_ffffn));
}

/** Hacker's Delight, 5-1. */
function ones32(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
