import { gateContract } from './gate.contract.ts';
import { memoryGate } from './gate.memory.ts';

gateContract('memory', async () => {
  const store = memoryGate();
  return { store, commit: async (lane, epoch) => store.admits(lane, epoch) };
});
