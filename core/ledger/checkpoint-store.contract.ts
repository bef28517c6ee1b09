import { expect, test } from '@jest/globals';
import type { CheckpointStore } from './checkpoint-store.ts';

/** What every adapter keeps. @param make a store that is empty */
export function checkpointStoreContract(make: () => Promise<CheckpointStore>): void {
  test('a number is taken once, and is read as it was kept', async () => {
    const store = await make();
    expect(await store.from(1)).toEqual([]);
    expect(await store.keep('one\n', 1)).toBe(true);
    expect(await store.keep('another\n', 1)).toBe(false);
    const kept = await store.from(1);
    expect(kept.map(({ number }) => number)).toEqual([1]);
    expect(await store.read(kept[0]!)).toBe('one\n');
    expect(await store.unnumbered()).toBeUndefined();
  });

  test('they are listed in order of number, from any on', async () => {
    const store = await make();
    for (const number of [9, 10, 1, 100, 11]) await store.keep(`${number}\n`, number);
    const numbers = async (from: number) => (await store.from(from)).map(({ number }) => number);
    expect(await numbers(1)).toEqual([1, 9, 10, 11, 100]);
    expect(await numbers(10)).toEqual([10, 11, 100]);
    expect(await numbers(12)).toEqual([100]);
    expect(await numbers(101)).toEqual([]);
  });
}
