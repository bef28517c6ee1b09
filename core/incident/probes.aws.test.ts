import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsProbes } from './probes.aws.ts';
import type { ProbeState } from './probes.ts';

const STATE: ProbeState = { probe: 'doors', branch: 'changes', incident: 'i', upTo: 1 };

test.each<[string, Record<string, unknown>, object]>([
  ['no JSON', { body: '{', version: 3 }, { probe: 'encryption', version: 3 }],
  ['another probe', { body: JSON.stringify(STATE), version: 3 }, { probe: 'encryption', version: 3 }],
  ['nothing', { version: 3 }, { probe: 'encryption', version: 3 }],
  ['null', { body: 'null', version: 3 }, { probe: 'encryption', version: 3 }],
  ['no version', { body: JSON.stringify({ ...STATE, probe: 'encryption' }) }, { probe: 'encryption' }],
  [
    'no time',
    { body: JSON.stringify({ ...STATE, probe: 'encryption', upTo: 'x' }), version: 1 },
    { probe: 'encryption', version: 1 },
  ],
])('a row that cannot be read (%s) is named, and the others are as they were', async (_, row, damaged) => {
  const tables = dynamoDouble({ Incidents: ['incident', 'item'] });
  const documents = tables.documents();
  const store = awsProbes({ documents, table: 'Incidents' });
  await store.write(STATE, undefined);
  await documents.send(
    new PutCommand({ TableName: 'Incidents', Item: { incident: 'probes', item: 'encryption', ...row } }),
  );

  expect(await store.all()).toEqual({ kept: [{ state: STATE, version: 1 }], damaged: [damaged] });
});
