import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { type PartNote, type Snapshots, sha256Of, viewSnapshots } from './snapshots.ts';

const BEGUN = 1_795_000_000_000;
const part = (number: number, text: string, more: Partial<PartNote> = {}): [PartNote, Uint8Array] => {
  const gzipped = gzipSync(text);
  return [{ number, sha256: sha256Of(gzipped), positions: { role: null }, ...more }, gzipped];
};
const WHOLE = { ended: BEGUN + 5, rows: 2, gaps: 1, sha256: 'a'.repeat(64) };

/** What every keeper of snapshots does. */
export function snapshotsContract(make: () => Promise<Snapshots>): void {
  test('nothing is there at first', async () => {
    const snapshots = await make();

    expect([await snapshots.begun(), await snapshots.notes(BEGUN)]).toEqual([[], []]);
  });

  test('parts come back as they were added, in order, and the last says what it is', async () => {
    const snapshots = await make();
    const [first, second] = [part(1, 'a\n'), part(2, 'b\n', { whole: WHOLE })];

    for (const [note, gzipped] of [first, second]) expect(await snapshots.add(BEGUN, note, gzipped)).toBe(true);

    expect(await snapshots.notes(BEGUN)).toEqual([first[0], second[0]]);
    expect(Buffer.from(await snapshots.lines(BEGUN, second[0]))).toEqual(Buffer.from(second[1]));
    expect(await viewSnapshots(snapshots, 5)).toEqual({
      views: [{ begun: BEGUN, parts: 2, whole: WHOLE }],
      more: false,
    });
  });

  test('a number is taken once', async () => {
    const snapshots = await make();
    await snapshots.add(BEGUN, ...part(1, 'a\n'));

    expect(await snapshots.add(BEGUN, ...part(1, 'other\n'))).toBe(false);

    expect(await snapshots.notes(BEGUN)).toEqual([part(1, 'a\n')[0]]);
  });

  test('newest first, some at a time', async () => {
    const snapshots = await make();
    for (const day of [0, 1, 2]) await snapshots.add(BEGUN + day, ...part(1, `${day}\n`));

    const { views, more } = await viewSnapshots(snapshots, 2);
    const rest = await viewSnapshots(snapshots, 2, views.at(-1)!.begun);

    expect([views.map(({ begun }) => begun), more]).toEqual([[BEGUN + 2, BEGUN + 1], true]);
    expect([rest.views.map(({ begun }) => begun), rest.more]).toEqual([[BEGUN], false]);
  });
}
