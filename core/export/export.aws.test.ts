import { describe } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsExports, awsRuns } from './export.aws.ts';
import { exportContract } from './export.contract.ts';
import { memoryExports, memoryRuns } from './export.memory.ts';
import { runsContract } from './runs.contract.ts';

describe('exports in memory', () => exportContract(async () => memoryExports()));
describe('exports in DynamoDB', () =>
  exportContract(async () => {
    const double = dynamoDouble({ Exports: ['export', 'item'] });
    return awsExports({ documents: double.documents(), table: 'Exports' });
  }));
describe('runs in memory', () => runsContract(async () => memoryRuns()));
describe('runs in DynamoDB', () =>
  runsContract(async () => {
    const double = dynamoDouble({ Exports: ['export', 'item'] });
    return awsRuns({ documents: double.documents(), table: 'Exports' });
  }));
