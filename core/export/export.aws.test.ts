import { describe } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsExports } from './export.aws.ts';
import { exportContract } from './export.contract.ts';
import { memoryExports } from './export.memory.ts';

describe('exports in memory', () => exportContract(async () => memoryExports()));
describe('exports in DynamoDB', () =>
  exportContract(async () => {
    const double = dynamoDouble({ Exports: ['export', 'item'] });
    return awsExports({ documents: double.documents(), table: 'Exports' });
  }));
