import type { Ledger } from '../ledger/ledger.ts';
import type { Movements } from './movements.ts';

export function memoryMovements(ledger: Ledger): Movements {
  const noted = new Set<string>();
  return {
    async note(name, facts) {
      if (noted.has(name)) return false;
      noted.add(name);
      await ledger.append(facts);
      return true;
    },
  };
}
