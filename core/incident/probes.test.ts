import { describe } from '@jest/globals';
import { probesContract } from './probes.contract.ts';
import { memoryProbes } from './probes.memory.ts';

describe('probes in memory', () => probesContract(async () => memoryProbes()));
