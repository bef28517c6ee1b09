import { type AccessLog, type AccessRecord, type Covered, matches, type Window } from './access-log.ts';

/** @param covered @default nothing: what is said not to have happened is unknown */
export const memoryAccessLog = (records: readonly AccessRecord[], covered: readonly Covered[] = []): AccessLog => {
  const once = [...new Map(records.map((one) => [one.id, one])).values()];
  return {
    async *query(query) {
      const found = once.filter((one) => matches(one, query));
      for (let at = 0; at < found.length; at += 1_000) yield found.slice(at, at + 1_000);
    },
    coverage: async (_: Window) => ({
      ...{ covered, gaps: [], problems: [] },
      records: once.length,
      repeated: records.length - once.length,
    }),
  };
};
