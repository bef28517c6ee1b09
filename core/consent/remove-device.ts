import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { fieldsOf, looking, rowOf } from './change.ts';
import { nextSerial } from './consent.ts';
import type { ConsentFields, ConsentRow, ConsentStore } from './consent-store.ts';

/**
 * Removes a device: it is given no lease again, ever. With it the consent gets a new serial, so that nothing is stored any more of what the
 * device captured, wherever that lies: one that was lost, or is in other hands, holds a lease and a spool. Other devices of the person go on
 * with their next lease; what of theirs was on its way is refused too.
 *
 * Its row stays, and its replay window: frames of it may still arrive, and have to be told from others. No entry, as of a pause: it narrows.
 * @throws Refused `device` when there is none of that name, `state` after an erasure
 */
export async function removeDevice(
  { store, clock }: { store: Pick<ConsentStore, 'read' | 'device' | 'change'>; clock: Clock },
  { subject, device }: { subject: string; device: string },
): Promise<ConsentRow> {
  return looking(async () => {
    const seen = await store.read(subject);
    const known = await store.device(subject, device);
    if (!seen || !known) throw new Refused('device', 'there is no such device of yours');
    if (seen.state === 'erased') throw new Refused('state', 'you are erased: no device of yours records');
    if (known.removedAt !== undefined) return seen;
    const at = clock.now();
    const next: ConsentFields = {
      ...fieldsOf(seen),
      ...(seen.state === 'live' && { serial: nextSerial(seen.serial, at) }),
    };
    const removes = { device, at };
    return (await store.change({ subject, seen, next, removes })) === 'done' ? rowOf(subject, seen, next) : undefined;
  });
}
