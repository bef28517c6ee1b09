import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { Evidence } from './evidence.ts';
import { checkEvidence, evidenceLink } from './evidence-name.ts';

export interface MemoryEvidence extends Evidence {
  names(): string[];
  readonly kept: Map<string, { bytes: Uint8Array; until: number }>;
}

const DAY = 86_400_000;

/** @param days of retention. @default 365 */
export function memoryEvidence(clock: Clock, days = 365): MemoryEvidence {
  const kept: MemoryEvidence['kept'] = new Map();
  const find = (name: string) => {
    const item = kept.get(name);
    if (!item) throw new Refused('no-evidence', 'no such evidence');
    return item;
  };
  return {
    async put(item) {
      const link = evidenceLink(item);
      if (!kept.has(link.name))
        kept.set(link.name, { bytes: Uint8Array.from(item.bytes), until: clock.now() + days * DAY });
      return link;
    },
    get: async (name) => checkEvidence(name, find(name).bytes),
    lockedUntil: async (name) => find(name).until,
    names: () => [...kept.keys()],
    kept,
  };
}
