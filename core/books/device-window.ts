import type { LeaseClaims } from '../../wire/lease.ts';
import { HOUR, KEPT_HOURS } from '../consent/epoch-window.ts';
import type { DeviceWindow } from '../consent/subject.ts';
import { account, unseen } from './replay-window.ts';

/**
 * The windows of a device: one for each start of its agent (docs/decisions/device-epochs.md). Starts do not fence each other: frames of any of them count by
 * the window of their own, until none can come any more.
 */

const EMPTY: DeviceWindow = Object.freeze({ high: 0, seen: 0n });

export type AccountedOf =
  | {
      verdict: 'new';
      window: DeviceWindow;
      /** Numbers that left a window unseen, of this start or of ones that are over. */
      missing: number;
    }
  | { verdict: 'repeated' }
  /** It came after the last frame of its start could: no window says anything of it, and none is made. */
  | { verdict: 'over' };

/** Accounts for a frame by its lease and the time of its arrival (ms). */
export function accountOf(
  window: DeviceWindow = EMPTY,
  { start }: Pick<LeaseClaims, 'start'>,
  number: number,
  arrival: number,
): AccountedOf {
  if (!start) {
    const seen = account(window.high === 0 ? undefined : window, number);
    if (seen.verdict === 'repeated') return seen;
    return { ...seen, window: { ...window, ...seen.window } };
  }
  if (arrival > start.until) return { verdict: 'over' };
  const own = window.epochs?.get(start.epoch);
  const seen = account(own, number);
  if (seen.verdict === 'repeated') return seen;
  const { window: kept, missing } = withoutOver(window, arrival);
  const untilHour = Math.ceil(start.until / HOUR);
  const epochs = new Map(kept.epochs).set(start.epoch, { ...seen.window, untilHour });
  return { verdict: 'new', window: { ...kept, epochs }, missing: missing + seen.missing };
}

/** Closes the starts of which nothing can come any more at a time of the stream (ms), which is never later than now. */
function withoutOver(window: DeviceWindow, arrival: number): { window: DeviceWindow; missing: number } {
  const over = [...(window.epochs ?? [])].filter(([, { untilHour }]) => (untilHour + KEPT_HOURS) * HOUR < arrival);
  if (over.length === 0) return { window, missing: 0 };
  const epochs = new Map(window.epochs);
  let [closed, missing] = [window.closed ?? 0, 0];
  for (const [epoch, one] of over) {
    epochs.delete(epoch);
    closed += one.high;
    missing += unseen(one);
  }
  return { window: { ...window, epochs, closed }, missing };
}
