import { describe } from '@jest/globals';
import { snapshotsContract } from './snapshots.contract.ts';
import { memorySnapshots } from './snapshots.memory.ts';

describe('snapshots in memory', () => snapshotsContract(async () => memorySnapshots()));
