import { expect, test } from '@jest/globals';
import type { ParticipationNote } from './participation.ts';

/** What every adapter of `ParticipationNote` keeps. @param make one without a note */
export function participationNoteContract(make: () => ParticipationNote): void {
  test('of a day the first count stands, and a later day takes its place', async () => {
    const note = make();
    expect(await note.read()).toBeUndefined();

    await note.write('2026-11-25', { consented: 10, erased: 5 });
    await note.write('2026-11-25', { consented: 15 });
    await note.write('2026-11-24', { consented: 20 });
    expect(await note.read()).toEqual({ day: '2026-11-25', told: { consented: 10, erased: 5 } });

    await note.write('2026-11-26', { enrolled: 5, consented: 15, withdrew: 5 });
    expect(await note.read()).toEqual({ day: '2026-11-26', told: { enrolled: 5, consented: 15, withdrew: 5 } });
    await note.write('2026-12-01', {});
    expect(await note.read()).toEqual({ day: '2026-12-01', told: {} });
  });
}
