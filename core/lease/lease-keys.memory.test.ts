import { leaseKeysContract } from './lease-keys.contract.ts';
import { memoryLeaseKeys } from './lease-keys.memory.ts';

leaseKeysContract('memory', async (instances) => {
  const table = new Map<string, Uint8Array>();
  return Array.from({ length: instances }, () => memoryLeaseKeys(table));
});
