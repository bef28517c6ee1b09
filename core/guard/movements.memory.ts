import type { Ledger } from '../ledger/ledger.ts';
import type { Movements } from './movements.ts';

export function memoryMovements(ledger: Ledger): Movements {
  const noted = new Set<string>();
  const last = new Map<string, { value: string; at: number }>();
  return {
    async note(name, facts) {
      if (noted.has(name)) return false;
      noted.add(name);
      await ledger.append(facts);
      return true;
    },
    async noteChange(what, value, facts) {
      const before = last.get(what);
      if (before && (before.value === value || before.at >= facts.at)) return false;
      last.set(what, { value, at: facts.at });
      await ledger.append(facts);
      return true;
    },
  };
}
