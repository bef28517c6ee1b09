import type { Device, DeviceBooks } from './consent-store.ts';
import { allSeen } from './epoch-window.ts';
import type { DeviceWindow } from './subject.ts';

/**
 * What a device tells, beside what is accounted for of it: of the frames without an epoch, of each start whose window is there, and of all others together. Of
 * a start whose folder was lost nobody tells, so what is over is compared as one sum.
 */
export function booksOf(subject: string, device: Device, window: DeviceWindow | undefined): DeviceBooks[] {
  const { high = 0, seen = 0n, epochs = new Map(), closed = 0 } = window ?? {};
  const name = { subject, device: device.device };
  const open: DeviceBooks[] = [...epochs].map(([epoch, one]) => ({
    ...name,
    ...{ epoch, acked: device.epochs?.get(epoch)?.acked ?? 0 },
    window: { high: one.high, seen: one.seen },
  }));
  let told = device.closed ?? 0;
  for (const [epoch, { acked }] of device.epochs ?? []) if (!epochs.has(epoch)) told += acked;
  return [
    { ...name, acked: device.acked, ...(window && high > 0 && { window: { high, seen } }) },
    ...open,
    ...(told > 0 || closed > 0
      ? [{ ...name, epoch: 'closed' as const, acked: told, ...(closed > 0 && { window: allSeen(closed) }) }]
      : []),
  ];
}
