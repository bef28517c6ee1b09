import { memoryGate } from '../gate/gate.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import type { EntryFacts } from '../ledger/ledger.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { consentStoreContract } from './consent-store.contract.ts';
import { memoryConsentStore } from './consent-store.memory.ts';

consentStoreContract('memory', async () => {
  const ledger = memoryLedger({ chains: ['c0'] });
  const gates = { collection: memoryGate(), reading: memoryGate() };
  const store = memoryConsentStore({ ledger, gates: Object.values(gates) });
  return {
    store,
    entries: async () => (await wholeLedger(ledger)) as EntryFacts[],
    async moveWindow(subject, device, window) {
      const row = store.rows.get(subject)!;
      row.windows = new Map(row.windows).set(device, window);
      row.revision++;
    },
    gates,
  };
});
