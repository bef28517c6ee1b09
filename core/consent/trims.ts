import { segmentTime } from '../vault/segment-time.ts';

/** Spans of arrival whose segments a subject has trimmed, as their row says them. */

/** ms of the stream's time, both ends inclusive. */
export interface Trim {
  readonly from: number;
  readonly to: number;
}

/** In order, apart from each other; absent where there are none. */
export type Trims = readonly Trim[];

/** One more: what touches becomes one. */
export function withTrim(trims: Trims, trim: Trim): Trims {
  const merged: Trim[] = [];
  for (const one of [...trims, trim].toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && one.from <= last.to + 1) merged.splice(-1, 1, { from: last.from, to: Math.max(last.to, one.to) });
    else merged.push(one);
  }
  return merged;
}

/**
 * Whether a segment has anything that arrived in one of the spans: it goes whole. Of a row that cannot be read its name alone tells when its
 * last frame came.
 */
export function isTrimmed(
  trims: Trims | undefined,
  { segment, arrivedFrom, arrivedTo }: { segment?: unknown; arrivedFrom?: unknown; arrivedTo?: unknown },
): boolean {
  if (!trims) return false;
  const times = [typeof segment === 'string' ? segmentTime(segment) : undefined, arrivedFrom, arrivedTo].filter(
    (time): time is number => typeof time === 'number',
  );
  // Whatever of it says that it came within: nothing is shown because something else in the row says otherwise.
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return trims.some(({ from, to }) => first <= to && last >= from);
}

export const trimsText = (trims: Trims): string => trims.map(({ from, to }) => `${from}-${to}`).join(' ');

/** @returns undefined for what is no such text */
export function trimsOf(text: unknown): Trims | undefined {
  if (typeof text !== 'string') return undefined;
  const trims = text.split(' ').map((one) => {
    const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(one) ?? [];
    return { from: Number(from), to: Number(to) };
  });
  return trims.every(({ from, to }) => from <= to) ? trims : undefined;
}
