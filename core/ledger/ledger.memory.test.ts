import { describe } from '@jest/globals';
import { ledgerContract } from './ledger.contract.ts';
import { memoryLedger } from './ledger.memory.ts';

describe('memory ledger', () => ledgerContract(async () => memoryLedger()));
