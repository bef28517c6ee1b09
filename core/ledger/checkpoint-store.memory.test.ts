import { describe } from '@jest/globals';
import { checkpointStoreContract } from './checkpoint-store.contract.ts';
import { memoryCheckpoints } from './checkpoint-store.memory.ts';

describe('checkpoints in memory', () => checkpointStoreContract(async () => memoryCheckpoints()));
