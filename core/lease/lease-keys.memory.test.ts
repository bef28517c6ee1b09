import { LONGEST_LEASE_SECONDS } from '../disclosure/bounds.ts';
import { leaseKeysContract, leaseLengthsContract } from './lease-keys.contract.ts';
import { memoryLeaseKeys } from './lease-keys.memory.ts';

leaseKeysContract('memory', async (instances) => {
  const table = new Map<string, Uint8Array>();
  return Array.from({ length: instances }, () => memoryLeaseKeys(table));
});

leaseLengthsContract('memory', async () => {
  const [keys, lengths] = [new Map<string, Uint8Array>(), new Map<string, number>()];
  const instances = Array.from({ length: 3 }, () => memoryLeaseKeys(keys, lengths));
  const forget = async (kid: string) => void lengths.set(kid, LONGEST_LEASE_SECONDS);
  return { keys: instances.slice(1), lengths: instances[0]!, forget };
});
