import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsExports, awsRuns } from './export.aws.ts';
import { exportContract, sampleExport } from './export.contract.ts';
import { memoryExports, memoryRuns } from './export.memory.ts';
import { runsContract } from './runs.contract.ts';

describe('exports in memory', () => exportContract(async () => memoryExports()));
describe('exports in DynamoDB', () =>
  exportContract(async () => {
    const double = dynamoDouble({ Exports: ['export', 'item'] });
    return awsExports({ documents: double.documents(), table: 'Exports' });
  }));
test('of a planner that died, what it put is no part of the plan of the next one', async () => {
  const double = dynamoDouble({ Exports: ['export', 'item'] });
  const documents = double.documents();
  const store = awsExports({ documents, table: 'Exports' });
  const asked = sampleExport();
  await store.create(asked);
  const part = (name: string) => ({ part: name, subject: name, segments: [], events: 1 });
  const send = documents.send.bind(documents);
  // Dies when it would say that it came to its end.
  documents.send = ((command: { constructor: { name: string } }) =>
    command.constructor.name === 'UpdateCommand' ? Promise.reject(new Error('died')) : send(command as never)) as never;
  await expect(store.plan(asked.export, [part('old'), part('both')], 2)).rejects.toThrow('died');
  documents.send = send;

  expect((await store.parts(asked.export)).parts).toEqual([]);
  await store.plan(asked.export, [part('both'), part('new')], 2);

  expect((await store.parts(asked.export)).parts.map((one) => one.part)).toEqual(['both', 'new']);
  expect(await store.part(asked.export, 'old')).toBeUndefined();
  expect(await store.find(asked.export)).toMatchObject({ state: 'making', parts: 2 });
});

describe('runs in memory', () => runsContract(async () => memoryRuns()));
describe('runs in DynamoDB', () =>
  runsContract(async () => {
    const double = dynamoDouble({ Exports: ['export', 'item'] });
    return awsRuns({ documents: double.documents(), table: 'Exports' });
  }));
