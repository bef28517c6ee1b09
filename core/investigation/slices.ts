import type { Findings } from '../incident/findings.ts';
import { SluiceError } from '../shared/errors.ts';
import { DAY_PARTITIONS } from '../vault/index-row.ts';

/** A part of the index: one partition of its days, over a piece of the window. */
export interface Slice {
  partition: number;
  /** ms, both inclusive. */
  from: number;
  to: number;
}

type Window = Findings['window'];

const WEEK = 7 * 86_400_000;
const MOST_PIECES = 16;
export const MOST_SLICES = MOST_PIECES * DAY_PARTITIONS;

/** Names of the slices that are a window together: of the same window always the same ones. */
export function slicesOf(window: Window): string[] {
  const pieces = Math.min(MOST_PIECES, Math.max(1, Math.ceil((window.to - window.from) / WEEK)));
  return Array.from({ length: pieces }, (_, piece) =>
    Array.from({ length: DAY_PARTITIONS }, (__, partition) => `${piece}-${pieces}-${partition}`),
  ).flat();
}

/** @throws SluiceError where the window has no such slice */
export function sliceOf(window: Window, name: string): Slice {
  if (!slicesOf(window).includes(name)) throw new SluiceError('no such slice');
  const [piece, pieces, partition] = name.split('-').map(Number) as [number, number, number];
  const begins = (at: number) => window.from + Math.floor(((window.to - window.from) * at) / pieces);
  return { partition, from: begins(piece), to: piece + 1 === pieces ? window.to : begins(piece + 1) - 1 };
}
