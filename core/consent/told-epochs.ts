import type { ToldOfEpoch } from './consent-store.ts';

/** `epoch:acked:untilHour`, base 36, with blanks between: what a device's row keeps of its starts. */
export const toldText = (epochs: ReadonlyMap<number, ToldOfEpoch>): string =>
  [...epochs]
    .map(([epoch, { acked, untilHour }]) => [epoch, acked, untilHour].map((part) => part.toString(36)).join(':'))
    .join(' ');

/** @returns undefined when it is no such text */
export function toldOf(text: string): Map<number, ToldOfEpoch> | undefined {
  const epochs = new Map<number, ToldOfEpoch>();
  for (const entry of text === '' ? [] : text.split(' ')) {
    if (!/^([0-9a-z]{1,11}:){2}[0-9a-z]{1,11}$/.test(entry)) return undefined;
    const [epoch, acked, untilHour] = entry.split(':').map((part) => Number.parseInt(part, 36)) as [
      number,
      number,
      number,
    ];
    if (![epoch, acked, untilHour].every(Number.isSafeInteger) || epoch < 1) return undefined;
    epochs.set(epoch, { acked, untilHour });
  }
  return epochs;
}
