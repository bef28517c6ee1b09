import { describe, expect, test } from '@jest/globals';
import { memorySweepStore } from './sweep.memory.ts';
import { sweepObjects } from './sweep.ts';

const DAY = 86_400_000;
const clock = { now: () => 10 * DAY };
const version = (object: string, daysOld: number, name = 'v1') => ({
  object,
  version: name,
  modified: 10 * DAY - daysOld * DAY,
});

describe('the sweep', () => {
  test('removes all versions of what no row points at, and nothing else', async () => {
    const kept = [version('aa/1', 3), version('cc/3', 0.5)];
    const noise = [version('bb/2', 2), version('bb/2', 1.5, 'v2'), version('dd/4', 1)];
    const store = memorySweepStore([...kept, ...noise], ['aa/1', 'ee/5']);

    const result = await sweepObjects(store, { clock });

    expect(store.stored).toEqual(kept);
    expect(result).toEqual({ seen: 4, unreferenced: 3, removed: 3 });
  });

  test('removes nothing in a dry run, and says what it would', async () => {
    const store = memorySweepStore([version('aa/1', 3), version('bb/2', 2)], ['aa/1']);
    const result = await sweepObjects(store, { clock, dryRun: true });
    expect(result).toEqual({ seen: 2, unreferenced: 1, removed: 0 });
    expect(store.stored).toHaveLength(2);
  });

  test('works in parts when there is too much to hold: the index is read once for each', async () => {
    const all = Array.from({ length: 20 }, (_, at) => version(`aa/${String(at).padStart(2, '0')}`, 2));
    const rows = all.filter((_, at) => at % 2 === 0).map(({ object }) => object);
    for (const [atOnce, reads] of [
      [3, 5],
      [4, 5],
      [5, 4],
      [20, 1],
      [21, 1],
    ] as const) {
      const store = memorySweepStore([...all], rows);
      let asked = 0;
      const referenced = () => {
        asked++;
        return store.referenced();
      };
      const result = await sweepObjects({ ...store, referenced }, { clock, atOnce });
      expect(result).toEqual({ seen: 20, unreferenced: 10, removed: 10 });
      expect(store.stored.map(({ object }) => object)).toEqual(rows);
      expect(`${atOnce} at once: ${asked} reads`).toBe(`${atOnce} at once: ${reads} reads`);
    }
  });

  test('does not read the index when nothing is old enough', async () => {
    const store = memorySweepStore([version('aa/1', 0.5)], []);
    const referenced = () => {
      throw new Error('read');
    };
    expect(await sweepObjects({ ...store, referenced }, { clock })).toEqual({ seen: 0, unreferenced: 0, removed: 0 });
  });

  const REFUSED = 'refused';
  test.each([
    [1_000, 0, 1_000],
    [1_001, 0, REFUSED],
    [2_004, 1_002, 1_002],
    [2_004, 1_001, REFUSED],
  ])('of %p objects, %p with a row: %p removed: no index that was lost is followed', async (count, rows, outcome) => {
    const all = Array.from({ length: count }, (_, at) => version(`aa/${at}`, 2));
    const store = memorySweepStore(
      [...all],
      all.slice(0, rows).map(({ object }) => object),
      500,
    );
    const sweeping = sweepObjects(store, { clock });
    if (outcome !== REFUSED) return expect(sweeping).resolves.toMatchObject({ removed: outcome });
    const message = `${count - rows} of ${count} objects have no index row: is the index whole?`;
    await expect(sweeping).rejects.toMatchObject({ reason: 'index-damaged', message });
    expect(store.stored).toHaveLength(count);
    const dry = { seen: count, unreferenced: count - rows, removed: 0 };
    expect(await sweepObjects(store, { clock, dryRun: true })).toEqual(dry);
    await sweepObjects(store, { clock, force: true });
    return expect(store.stored).toHaveLength(rows);
  });
});
