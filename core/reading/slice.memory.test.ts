import { describe } from '@jest/globals';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { sliceContract } from './slice.contract.ts';

describe('memory slices', () => sliceContract(async () => memoryReadingSetup()));
