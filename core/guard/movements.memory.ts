import type { Ledger } from '../ledger/ledger.ts';
import type { Movements } from './movements.ts';

export function memoryMovements(ledger: Ledger): Movements {
  const noted = new Set<string>();
  const last = new Map<string, string>();
  return {
    async note(name, facts) {
      if (noted.has(name)) return false;
      noted.add(name);
      await ledger.append(facts);
      return true;
    },
    async noteChange(what, value, facts) {
      if (last.get(what) === value) return false;
      last.set(what, value);
      await ledger.append(facts);
      return true;
    },
  };
}
