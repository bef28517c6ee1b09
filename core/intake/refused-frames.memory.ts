import type { Device } from '../consent/consent-store.ts';
import type { RefusedFramesNotes } from './refused-frames.ts';

/** @param deviceOf of the memory adapter of consent */
export const memoryRefusedFrames = (
  deviceOf: (subject: string, device: string) => Device | undefined,
): RefusedFramesNotes => ({
  async note({ subject, device, refused }) {
    const known = deviceOf(subject, device);
    if (!known) return;
    known.refused = { ...known.refused };
    for (const [why, count] of Object.entries(refused)) known.refused[why] = (known.refused[why] ?? 0) + count;
  },
});
