import { describe, expect, test } from '@jest/globals';
import type { Device } from '../consent/consent-store.ts';
import type { RefusedFramesNotes } from './refused-frames.ts';

/** What any adapter of `RefusedFramesNotes` has to hold. @param setup anna's device `laptop`, and nobody else's */
export function refusedFramesContract(
  name: string,
  setup: () => Promise<{ notes: RefusedFramesNotes; seen: () => Promise<Device> }>,
): void {
  describe(`refused frames in a device’s row: ${name}`, () => {
    test('are added up by why, and shown with it', async () => {
      const { notes, seen } = await setup();
      expect(await seen()).not.toHaveProperty('refused');

      await notes.note({ subject: 'anna', device: 'laptop', refused: { late: 2, 'bad-seal': 1 } });
      await notes.note({ subject: 'anna', device: 'laptop', refused: { 'bad-seal': 4 } });

      expect((await seen()).refused).toEqual({ 'bad-seal': 5, late: 2 });
    });

    test('of a device that is not enrolled are nobody’s, and make none', async () => {
      const { notes, seen } = await setup();
      await notes.note({ subject: 'anna', device: 'toString', refused: { late: 1 } });
      await notes.note({ subject: 'bert', device: 'laptop', refused: { late: 1 } });
      expect(await seen()).not.toHaveProperty('refused');
    });
  });
}
