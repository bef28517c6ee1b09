import { expect, test } from '@jest/globals';
import type { Counts } from './counts.ts';

/** What every adapter of `Counts` keeps. @param make one that has counted nothing */
export function countsContract(make: () => Promise<Counts>): void {
  test('is counted by person and span', async () => {
    const counts = await make();
    const of = (who: string, span: number) => counts.add(who, span);
    expect([await of('ivan', 7), await of('ivan', 7), await of('nadia', 7)]).toEqual([1, 2, 1]);
    expect([await of('ivan', 8), await of('ivan', 8)]).toEqual([1, 2]);
  });

  test('what is beyond the limit is told and not counted, of that person and span alone', async () => {
    const counts = await make();
    const of = async (who: string, span: number) => (await counts.add(who, span, 2)) <= 2;
    expect([await of('ivan', 7), await of('ivan', 7), await of('ivan', 7)]).toEqual([true, true, false]);
    expect(await counts.add('ivan', 7, 3)).toBe(3);
    expect([await of('nadia', 7), await of('ivan', 8)]).toEqual([true, true]);
  });

  test('a span before the last, where clocks differ, counts on the last', async () => {
    const counts = await make();
    await counts.add('ivan', 8, 2);
    expect([await counts.add('ivan', 7, 2), await counts.add('ivan', 7, 2), await counts.add('ivan', 8, 2)]).toEqual([
      2, 3, 3,
    ]);
  });

  test('of many at once no more than the limit are counted', async () => {
    const counts = await make();
    const added = await Promise.all(Array.from({ length: 6 }, () => counts.add('ivan', 7, 2)));
    expect(added.filter((count) => count <= 2).sort()).toEqual([1, 2]);
  });

  test('none at all is none', async () => {
    expect(await (await make()).add('ivan', 7, 0)).toBeGreaterThan(0);
  });
}
