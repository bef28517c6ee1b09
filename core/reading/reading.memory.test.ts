import { describe } from '@jest/globals';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { readingContract } from './reading.contract.ts';

describe('memory reading', () => readingContract(async () => memoryReadingSetup()));
