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

  test('works in parts when there is too much to hold', async () => {
    const all = Array.from({ length: 20 }, (_, at) => version(`aa/${String(at).padStart(2, '0')}`, 2));
    const rows = all.filter((_, at) => at % 2 === 0).map(({ object }) => object);
    const store = memorySweepStore([...all], rows);
    const result = await sweepObjects(store, { clock, atOnce: 3 });
    expect(store.stored.map(({ object }) => object)).toEqual(rows);
    expect(result.removed).toBe(10);
  });

  test('does not follow an index that was lost, unless it is told to', async () => {
    const all = Array.from({ length: 1_001 }, (_, at) => version(`aa/${at}`, 2));
    const store = memorySweepStore([...all], [], 500);
    await expect(sweepObjects(store, { clock })).rejects.toMatchObject({ reason: 'index-damaged' });
    expect(store.stored).toHaveLength(1_001);
    await sweepObjects(store, { clock, force: true });
    expect(store.stored).toHaveLength(0);
  });
});
