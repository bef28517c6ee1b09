import { type ClosureCount, dayOf } from './closures.ts';

export function memoryClosures(): ClosureCount {
  const taken = new Map<string, Set<string>>();
  return {
    async take({ person, incident, at }, most) {
      const key = `${person}#${dayOf(at)}`;
      const incidents = taken.get(key) ?? new Set();
      if (!incidents.has(incident) && incidents.size >= most) return false;
      taken.set(key, incidents.add(incident));
      return true;
    },
  };
}
