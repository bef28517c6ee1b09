import { describe } from '@jest/globals';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { incidentContract } from './incident.contract.ts';
import { memoryIncidents } from './incident.memory.ts';

describe('memory incidents', () =>
  incidentContract(async () => {
    const ledger = memoryLedger();
    return { ledger, store: memoryIncidents(ledger) };
  }));
