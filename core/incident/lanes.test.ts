import { describe, expect, test } from '@jest/globals';
import { lanesContract } from './lanes.contract.ts';
import { memoryLanes } from './lanes.memory.ts';
import { type AdmittedAtClosure, type LaneCount, sinceClosure } from './lanes.ts';

describe('lanes in memory', () =>
  lanesContract(async () => {
    const rows = new Map<string, LaneCount>();
    const damaged = new Set<string>();
    return {
      lanes: memoryLanes(rows, damaged),
      async put(lane, row) {
        if (row === 'damaged') return void damaged.add(lane);
        const { admitted, ...rest } = row;
        rows.set(lane, { lane, ...rest, counters: { admitted } });
      },
      // All that have a row are.
      list: async () => {},
    };
  }));

test.each<[string, AdmittedAtClosure, { admitted?: number; retired?: number } | 'damaged', object]>([
  ['as at the closure', new Map([['a', 7]]), { admitted: 7 }, {}],
  ['one more', new Map([['a', 7]]), { admitted: 8 }, { moved: [{ lane: 'a', by: 1 }] }],
  ['fewer, which cannot be', new Map([['a', 7]]), { admitted: 6 }, { moved: [{ lane: 'a', by: -1 }] }],
  ['came to be since, and has admitted nothing', new Map(), {}, {}],
  ['came to be since, and has admitted', new Map(), { admitted: 2 }, { moved: [{ lane: 'a', by: 2 }] }],
  ['came back, and has admitted nothing since', new Map(), { admitted: 9, retired: 9 }, {}],
  ['came back, and has admitted', new Map(), { admitted: 9, retired: 8 }, { moved: [{ lane: 'a', by: 1 }] }],
  [
    'of the receipt, and has retired since',
    new Map([['a', 7]]),
    { admitted: 8, retired: 8 },
    { moved: [{ lane: 'a', by: 1 }] },
  ],
  ['damaged now', new Map([['a', 7]]), 'damaged', { unknown: ['a'] }],
  ['damaged then', new Map([['a', undefined]]), { admitted: 7 }, { unknown: ['a'] }],
  ['damaged then, and at zero now', new Map([['a', undefined]]), {}, { unknown: ['a'] }],
  ['damaged then, and retired since', new Map([['a', undefined]]), { admitted: 7, retired: 7 }, { unknown: ['a'] }],
])('a lane since the closure: %s', (_, before, row, expected) => {
  const { admitted, retired } = row === 'damaged' ? {} : row;
  const lane: LaneCount = {
    ...{ lane: 'a', state: 'closed', counters: admitted === undefined ? {} : { admitted } },
    ...(retired !== undefined && { retired }),
  };
  const seen = row === 'damaged' ? { lanes: [], damaged: ['a'] } : { lanes: [lane], damaged: [] };
  expect(sinceClosure(before, seen)).toEqual({ moved: [], unknown: [], ...expected });
});

test('lanes of which nobody can say are named in order, whether they are damaged now or were then', () => {
  const seen: LaneCount = { lane: 'a', state: 'closed', counters: {} };
  expect(sinceClosure(new Map([['a', undefined]]), { lanes: [seen], damaged: ['b', 'z'] }).unknown).toEqual([
    'a',
    'b',
    'z',
  ]);
});
