import type { LeaseRequest } from '../../wire/lease.ts';
import type { Device, DeviceStep, ToldOfEpoch } from '../consent/consent-store.ts';
import { HOUR, KEPT_HOURS } from '../consent/epoch-window.ts';
import { Refused } from '../shared/errors.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';

/**
 * What a request of a start does to its device's row (docs/decisions/device-epochs.md). A start is a new epoch, always; only the run that holds the device's last lease
 * goes on with the one that it has. Nothing of it comes from the device's disk, so that a folder that was lost, copied or restored is a start.
 */

/** For how long a start goes on under one epoch: then its next renewal is a new one, without a pause, so that its window has an end. */
const LONGEST_EPOCH = 24 * HOUR;
/**
 * Epochs of a device whose frames may still come: some fifteen starts a day, day after day. The windows of so many, of all the devices that a person may ever have,
 * are below what a row holds: one that could not be written would hold up its shard.
 */
export const OPEN_EPOCHS = 160;

export interface LeaseTimes {
  issued: number;
  expires: number;
  deliverUntil: number;
}

/** What a device asks with; with a nonce and perhaps another key where it proved itself. */
export type StepAsked = Pick<LeaseRequest, 'acked' | 'run' | 'told'> & Pick<DeviceStep, 'nonceAt' | 'key'>;

export interface Step {
  step: DeviceStep;
  /** Of the lease, where one is given. */
  start?: { epoch: number; until: number };
}

/**
 * @param gives whether a lease is given; what was told is noted in any case
 * @throws Refused `limit`, `too-many-starts`
 */
export function stepOf(
  seen: Device,
  { acked, run, told = [], nonceAt, key }: StepAsked,
  { issued, expires, deliverUntil }: LeaseTimes,
  { gives, limit }: { gives: boolean; limit: Limit },
): Step {
  const { epochs, closed } = folded(seen, issued);
  for (const { epoch, acked: number } of told) {
    const known = epochs.get(epoch);
    // One that is not there is over, or never was: nobody's numbers are added for it.
    if (known) epochs.set(epoch, { ...known, acked: Math.max(known.acked, number) });
  }
  const step: DeviceStep = {
    acked: Math.max(seen.acked, acked),
    epochs,
    closed,
    ...(nonceAt !== undefined && { nonceAt }),
  };
  if (!gives) return { step };

  if (key) step.key = key;
  const hour = Math.max(spanOf(limit, issued), seen.leaseHour ?? 0);
  const leases = seen.leaseHour === hour ? (seen.leases ?? 0) + 1 : 1;
  if (leases > limit.most) throw usedUp('leases', limit, issued);
  const goesOn = typeof run === 'object' && run.epoch === seen.run?.epoch && run.turn === seen.run.turn;
  const untilOf = (epoch: number) => (epochs.get(epoch)?.untilHour ?? 0) * HOUR;
  const keeps = goesOn && deliverUntil <= untilOf(run.epoch);
  const epoch = keeps ? run.epoch : (seen.run?.epoch ?? 0) + 1;
  if (!keeps) {
    if (epochs.size >= OPEN_EPOCHS) throw tooMany(epochs);
    epochs.set(epoch, { acked: 0, untilHour: Math.ceil((deliverUntil + LONGEST_EPOCH) / HOUR) });
  }
  step.lease = {
    run: { epoch, turn: (seen.run?.turn ?? 0) + 1 },
    startedAt: keeps ? seen.startedAt! : issued,
    leaseExpires: Math.max(seen.leaseExpires, expires),
    delivers: Math.max(seen.delivers ?? 0, deliverUntil - expires),
    leaseHour: hour,
    leases,
  };
  return { step, start: { epoch, until: untilOf(epoch) } };
}

function tooMany(epochs: ReadonlyMap<number, ToldOfEpoch>): Refused {
  const first = Math.min(...[...epochs.values()].map(({ untilHour }) => untilHour));
  const again = new Date((first + KEPT_HOURS) * HOUR).toISOString();
  return new Refused('too-many-starts', `at most ${OPEN_EPOCHS} starts of a device: again from ${again} on`);
}

/** Without the epochs of which nothing can come any more: what was told of them is one sum. */
function folded({ epochs = new Map(), closed = 0 }: Device, now: number) {
  const open = new Map<number, ToldOfEpoch>();
  let sum = closed;
  for (const [epoch, told] of epochs) {
    if ((told.untilHour + KEPT_HOURS) * HOUR < now) sum += told.acked;
    else open.set(epoch, told);
  }
  return { epochs: open, closed: sum };
}
