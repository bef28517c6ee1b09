import { expect, test } from '@jest/globals';
import type { ClosureCount } from './closures.ts';

const NOON = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;

/** What every adapter of `ClosureCount` keeps. @param make one that has counted nothing */
export function closuresContract(make: () => Promise<ClosureCount>): void {
  const takes =
    (count: ClosureCount) =>
    (incident: string, change: { person?: string; at?: number } = {}, most = 2) =>
      count.take({ person: 'rita', incident, at: NOON, ...change }, most);

  test('closures are counted per person and day', async () => {
    const take = takes(await make());
    expect([await take('a'), await take('b'), await take('c')]).toEqual([true, true, false]);
    expect(await take('c', { person: 'otto' })).toBe(true);
    expect(await take('c', { at: NOON + DAY })).toBe(true);
    expect([await take('d', { at: NOON + DAY }), await take('e', { at: NOON + DAY })]).toEqual([true, false]);
  });

  test('a day is one of UTC: from its first millisecond to its last', async () => {
    const take = takes(await make());
    const midnight = NOON + DAY / 2;
    await take('a', { at: midnight });
    await take('b', { at: midnight + DAY - 1 });
    expect(await take('c', { at: midnight + 1 })).toBe(false);
    expect(await take('c', { at: midnight + DAY })).toBe(true);
  });

  test('the last one of a day is the one that is allowed, and not one more', async () => {
    const take = takes(await make());
    expect([await take('a', {}, 1), await take('b', {}, 1)]).toEqual([true, false]);
  });

  test('the same incident again is one closure, whatever was taken since', async () => {
    const take = takes(await make());
    await take('a');
    await take('b');
    expect([await take('a'), await take('a'), await take('c')]).toEqual([true, true, false]);
  });

  test('none at all is none', async () => {
    expect(await takes(await make())('a', {}, 0)).toBe(false);
  });

  test('of many at once no more than allowed are taken', async () => {
    const take = takes(await make());
    const taken = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((incident) => take(incident)));
    expect(taken.filter(Boolean)).toHaveLength(2);
  });
}
