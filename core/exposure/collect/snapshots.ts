import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Refused } from '../../shared/errors.ts';

/** A snapshot of an account is kept in parts, as they were written: each is locked, and nobody changes it later. */
export const noteSchema = z.strictObject({
  number: z.int().min(1),
  /** Of the gzipped lines, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Steps of the collector that moved in it; null: done. */
  positions: z.record(z.string(), z.string().nullable()),
  /** Of the last part. */
  whole: z
    .strictObject({
      /** ms */
      ended: z.int().min(0),
      rows: z.int().min(0),
      gaps: z.int().min(0),
      /** Of all lines before the end, which says the same. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .optional(),
});
export type PartNote = z.infer<typeof noteSchema>;

/** Port. A snapshot is named by the moment that it began, ms: thirteen digits. */
export interface Snapshots {
  /** Oldest first. */
  begun(): Promise<number[]>;
  /** Of its parts, in order; none: there is no such snapshot. */
  notes(begun: number): Promise<PartNote[]>;
  /** @throws Refused `damaged` when it is not what its note says */
  lines(begun: number, note: PartNote): Promise<Uint8Array>;
  /** @returns false: somebody else wrote the part of this number */
  add(begun: number, note: PartNote, gzipped: Uint8Array): Promise<boolean>;
}

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export interface SnapshotView {
  begun: number;
  parts: number;
  /** Absent: it is not finished, or never was. */
  whole?: NonNullable<PartNote['whole']>;
}

/** Some of them, newest first. @param before ms */
export async function viewSnapshots(snapshots: Snapshots, most: number, before = Number.POSITIVE_INFINITY) {
  const all = (await snapshots.begun()).filter((begun) => begun < before).reverse();
  const views: SnapshotView[] = [];
  for (const begun of all.slice(0, most)) views.push(viewOf(begun, await snapshots.notes(begun)));
  return { views, more: all.length > most };
}

/** @throws Refused `no-evidence`, `damaged` */
export async function partOf(snapshots: Snapshots, begun: number, number: number) {
  const note = (await snapshots.notes(begun))[number - 1];
  if (!note) throw new Refused('no-evidence', 'no such part of a snapshot');
  return { lines: await snapshots.lines(begun, note), sha256: note.sha256 };
}

const viewOf = (begun: number, notes: readonly PartNote[]): SnapshotView => {
  const whole = notes.at(-1)?.whole;
  return { begun, parts: notes.length, ...(whole && { whole }) };
};
