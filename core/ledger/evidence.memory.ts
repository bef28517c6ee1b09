import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { Evidence } from './evidence.ts';
import { checkEvidence, evidenceLink } from './evidence-name.ts';

const DAY = 86_400_000;

/** @param days of retention. @default 365 */
export function memoryEvidence(clock: Clock, days = 365): Evidence & { names(): string[] } {
  const kept = new Map<string, { bytes: Uint8Array; until: number }>();
  const find = (name: string) => {
    const item = kept.get(name);
    if (!item) throw new Refused('no-evidence', 'no such evidence');
    return item;
  };
  return {
    async put(item) {
      const link = evidenceLink(item);
      if (!kept.has(link.name)) kept.set(link.name, { bytes: item.bytes.slice(), until: clock.now() + days * DAY });
      return link;
    },
    get: async (name) => checkEvidence(name, find(name).bytes),
    lockedUntil: async (name) => find(name).until,
    names: () => [...kept.keys()],
  };
}
