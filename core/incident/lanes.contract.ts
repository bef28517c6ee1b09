import { expect, test } from '@jest/globals';
import type { CountedLanes } from './lanes.ts';

export interface LanesSetup {
  lanes: CountedLanes;
  /** A row of `Lanes`; it can be read unless it is damaged. */
  put(lane: string, row: { state: 'open' | 'closed'; admitted: number; retired?: number } | 'damaged'): Promise<void>;
  /** Whether the registry lists it: a lane that has retired is not listed. */
  list(lane: string): Promise<void>;
}

/** What every adapter of `CountedLanes` keeps. */
export function lanesContract(make: () => Promise<LanesSetup>): void {
  test('the lanes of the registry are told in the order of their names, with what they have counted', async () => {
    const { lanes, put, list } = await make();
    await put('b', { state: 'open', admitted: 3 });
    await put('a', { state: 'closed', admitted: 2, retired: 1 });
    for (const lane of ['b', 'a']) await list(lane);

    expect(await lanes.lanes()).toEqual({
      lanes: [
        { lane: 'a', state: 'closed', retired: 1, counters: { admitted: 2 } },
        { lane: 'b', state: 'open', counters: { admitted: 3 } },
      ],
      damaged: [],
    });
  });

  test('one that is asked for by name is told though it is not listed, and once; one that has no row has counted nothing', async () => {
    const { lanes, put, list } = await make();
    await put('a', { state: 'closed', admitted: 2 });
    await list('a');

    const { lanes: told } = await lanes.lanes(['none', 'a']);

    expect(told).toEqual([
      { lane: 'a', state: 'closed', counters: { admitted: 2 } },
      { lane: 'none', state: 'closed', counters: {} },
    ]);
  });

  test('a row that is damaged is named, and takes no other with it', async () => {
    const { lanes, put, list } = await make();
    for (const lane of ['c', 'a']) {
      await put(lane, 'damaged');
      await list(lane);
    }
    await put('b', { state: 'closed', admitted: 2 });
    await list('b');

    const told = await lanes.lanes();

    expect(told.damaged).toEqual(['a', 'c']);
    expect(told.lanes).toEqual([{ lane: 'b', state: 'closed', counters: { admitted: 2 } }]);
  });
}
