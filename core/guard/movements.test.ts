import { describe } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsLedger } from '../ledger/ledger.aws.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { awsMovements } from './movements.aws.ts';
import { movementsContract } from './movements.contract.ts';
import { memoryMovements } from './movements.memory.ts';

describe('movements in memory', () =>
  movementsContract(async () => {
    const ledger = memoryLedger();
    return { ledger, movements: memoryMovements(ledger) };
  }));

describe('movements on DynamoDB', () =>
  movementsContract(async () => {
    const ddb = dynamoDouble({ Ledger: ['chain', 'seq'], Incidents: ['incident', 'item'] }).client();
    const ledger = awsLedger({ ddb, table: 'Ledger' });
    return { ledger, movements: awsMovements({ ddb, table: 'Incidents', ledger }) };
  }));
