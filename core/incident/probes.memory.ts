import type { KeptProbe, ProbeStore } from './probes.ts';

export function memoryProbes(): ProbeStore {
  const rows = new Map<string, KeptProbe>();
  return {
    all: async () => ({
      kept: [...rows.values()].sort((a, b) => (a.state.probe < b.state.probe ? -1 : 1)),
      damaged: [],
    }),
    async write(state, seen) {
      const there = rows.get(state.probe);
      if (there?.version !== seen) return false;
      rows.set(state.probe, { state: structuredClone(state), version: (seen ?? 0) + 1 });
      return true;
    },
  };
}
