import { describe } from '@jest/globals';
import { memoryReadingSetup } from './memory-setup.ts';
import { readingContract } from './reading.contract.ts';

describe('memory reading', () => readingContract(async () => memoryReadingSetup()));
