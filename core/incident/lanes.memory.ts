import type { CountedLanes, LaneCount } from './lanes.ts';

/**
 * @param rows by lane; a lane that is not there has counted nothing
 * @param damagedRows lanes whose rows cannot be read @default none
 */
export function memoryLanes(
  rows: ReadonlyMap<string, LaneCount>,
  damagedRows: ReadonlySet<string> = new Set(),
): CountedLanes {
  return {
    async lanes(also = []) {
      const keys = [...new Set([...rows.keys(), ...damagedRows, ...also])].sort();
      const readable = keys.filter((lane) => !damagedRows.has(lane));
      return {
        lanes: readable.map((lane) => structuredClone(rows.get(lane)) ?? { lane, state: 'closed', counters: {} }),
        damaged: keys.filter((lane) => damagedRows.has(lane)),
      };
    },
  };
}
