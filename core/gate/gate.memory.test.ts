import { gateContract } from './gate.contract.ts';
import { memoryGate } from './gate.memory.ts';

gateContract('memory', async () => {
  const store = memoryGate();
  const dies = store.seenBy(async (step) => {
    if (step === 'put-lane') throw new Error('died');
  });
  return {
    store,
    commit: async (lane, epoch) => store.admits(lane, epoch),
    list: (lane) => dies.addLane(lane).catch(() => {}),
    put: async (lane, state, epoch) => store.rows.set(lane, { state, epoch }),
  };
});
