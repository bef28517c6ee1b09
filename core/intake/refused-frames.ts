import type { RefusedFrames } from '../consent/consent-store.ts';
import type { Refusal } from './decide.ts';

/** Frames of one device that were refused, by why. */
export interface DeviceRefusals {
  subject: string;
  device: string;
  refused: RefusedFrames;
}

/**
 * Port. Tells a person which frames of which device of theirs were refused, beside the books, which count them exactly and name nobody: a note that is lost with its
 * invocation is in the books all the same.
 */
export interface RefusedFramesNotes {
  /** Adds to what is noted. A device that is not enrolled (any more) has none. */
  note(refusals: DeviceRefusals): Promise<void>;
}

/** Of what was refused, that whose device is certain: its lease says it, and nobody but the device and the program has that. */
export function refusalsByDevice(refused: readonly Refusal[]): DeviceRefusals[] {
  const devices = new Map<string, DeviceRefusals>();
  for (const { reason, fault, from } of refused) {
    // Sent again: it is stored.
    if (!from || reason === 'repeated') continue;
    const name = `${from.subject} ${from.device}`;
    const known = devices.get(name) ?? { ...from, refused: {} };
    devices.set(name, known);
    const why = fault ?? reason;
    known.refused[why] = (known.refused[why] ?? 0) + 1;
  }
  return [...devices.values()];
}
