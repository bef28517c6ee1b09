import { STREAM_RETENTION_DAYS } from '../disclosure/bounds.ts';
import type { EpochWindow, ReplayWindow } from './subject.ts';

/** The windows of a device's starts, as they stand in the row. */

export const HOUR = 3_600_000;
/** For how long after the end of a start's delivery a record of it may still be read from the stream, a day for clocks included, hours. */
export const KEPT_HOURS = (STREAM_RETENTION_DAYS + 1) * 24;

/** A window in which every number up to a highest one is accounted for. */
export const allSeen = (high: number): ReplayWindow => ({ high, seen: (1n << BigInt(Math.min(64, high))) - 1n });

const numberOf = (text: string): number => (/^[0-9a-z]{1,11}$/.test(text) ? Number.parseInt(text, 36) : Number.NaN);

/** `epoch:high:untilHour[:seen]`, base 36, with blanks between: some ten bytes a start of which nothing is missing. */
export const epochsText = (epochs: ReadonlyMap<number, EpochWindow>): string =>
  [...epochs]
    .map(([epoch, { high, seen, untilHour }]) => {
      const parts = [epoch, high, untilHour].map((part) => part.toString(36));
      return [...parts, ...(seen === allSeen(high).seen ? [] : [seen.toString(36)])].join(':');
    })
    .join(' ');

/** @returns undefined when it is no such text */
export function epochsOf(text: string): Map<number, EpochWindow> | undefined {
  const epochs = new Map<number, EpochWindow>();
  for (const entry of text === '' ? [] : text.split(' ')) {
    const [epoch, high, untilHour] = entry.split(':').map(numberOf) as [number, number, number];
    const seenText = entry.split(':')[3];
    if (!(epoch >= 1 && high >= 1 && untilHour >= 0) || entry.split(':').length > 4) return undefined;
    const seen = seenText === undefined ? allSeen(high).seen : bits(seenText);
    if (seen === undefined) return undefined;
    epochs.set(epoch, { high, seen, untilHour });
  }
  return epochs;
}

function bits(text: string): bigint | undefined {
  if (!/^[0-9a-z]{1,13}$/.test(text)) return undefined;
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value < 1n << 64n ? value : undefined;
}
