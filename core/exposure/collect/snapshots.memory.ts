import type { PartNote, Snapshots } from './snapshots.ts';

export function memorySnapshots(): Snapshots {
  const kept = new Map<number, { note: PartNote; gzipped: Uint8Array }[]>();
  return {
    begun: async () => [...kept.keys()].sort((a, b) => a - b),
    notes: async (begun) => (kept.get(begun) ?? []).map(({ note }) => note),
    lines: async (begun, { number }) => kept.get(begun)![number - 1]!.gzipped,
    async add(begun, note, gzipped) {
      const parts = kept.get(begun) ?? [];
      if (parts.length !== note.number - 1) return false;
      kept.set(begun, [...parts, { note, gzipped }]);
      return true;
    },
  };
}
