import type { CountedLanes, LaneCount } from './lanes.ts';

/** @param rows by lane; a lane that is not there has counted nothing */
export function memoryLanes(rows: ReadonlyMap<string, LaneCount>): CountedLanes {
  return {
    lanes: async (also = []) => {
      const keys = new Set([...rows.keys(), ...also]);
      return [...keys].sort().map((lane) => structuredClone(rows.get(lane)) ?? { lane, state: 'closed', counters: {} });
    },
  };
}
