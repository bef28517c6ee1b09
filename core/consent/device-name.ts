import { createHmac } from 'node:crypto';
import { pseudonymOf } from '../shared/pseudonym.ts';

/**
 * By what a person calls a device. People name them after themselves: the label is stored nowhere, and what is stored in its place is made
 * from what the person's own token alone brings back.
 */
export interface DeviceName {
  /** Always the same for a person and a label; fits where labels did. */
  device: string;
  /** The label itself, under which devices stand that were enrolled before 0.2.0; they go on under it. */
  formerly: string;
}

/** @param secret of the person (`Pseudonyms.secretOf`) */
export const deviceName = (secret: Uint8Array, label: string): DeviceName => ({
  device: `d-${pseudonymOf(createHmac('sha256', secret).update(`device|${label}`).digest())}`,
  formerly: label,
});

/** A device by its name, and by the one that it may have had before. */
export type NameOfDevice = Pick<DeviceName, 'device'> & Partial<DeviceName>;

/** In the order in which they are looked for. */
export const namesOf = ({ device, formerly }: NameOfDevice): string[] =>
  formerly === undefined ? [device] : [device, formerly];
