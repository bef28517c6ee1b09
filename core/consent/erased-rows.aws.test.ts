import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { type Item, S } from '../shared/dynamodb.aws.ts';
import { firstSegmentAt } from '../vault/segment-time.ts';
import { awsIndexedRows } from './erased-rows.aws.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;

async function indexOf(rows: readonly [subject: string, at: number, keyId: string][], hooks = {}) {
  const tables = dynamoDouble({ Index: ['subject', 'segment'] });
  const ddb = tables.client();
  for (const [subject, at, keyId] of rows) {
    const Item: Item = { subject: S(subject), segment: S(firstSegmentAt(at)), keyId: S(keyId) };
    await ddb.send(new PutItemCommand({ TableName: 'Index', Item }));
  }
  const left = () => tables.items('Index').map(({ subject, keyId }) => `${subject!.S} ${keyId!.S}`);
  return { index: awsIndexedRows({ ddb: tables.client(hooks), table: 'Index' }), ddb, left };
}

const ROWS: readonly [string, number, string][] = [
  ['ann', NOW - 2, 'k1'],
  ['ann', NOW - 1, 'k2'],
  ['ann', NOW + 1, 'k3'],
  ['bob', NOW - 3, 'k1'],
];

test('rows under erased keys go, of that person alone; those under another key stay', async () => {
  const { index, left } = await indexOf(ROWS);
  expect(await index.erase('ann', new Set(['k1', 'k2']))).toBe(2);
  expect(left().sort()).toEqual(['ann k3', 'bob k1']);
  expect(await index.erase('ann', new Set(['k1', 'k2']))).toBe(0);
});

test('of who came back nothing is looked at that is younger than their return, but for clocks', async () => {
  const { index, left } = await indexOf([...ROWS, ['ann', NOW + 2 * DAY, 'k1']]);
  expect(await index.erase('ann', new Set(['k1', 'k2']), NOW)).toBe(2);
  expect(left().sort()).toEqual(['ann k1', 'ann k3', 'bob k1']);
});

test('a row that somebody else deletes meanwhile is done', async () => {
  const { index, ddb, left } = await indexOf(ROWS, {
    before: async (operation: string, input: { Key?: Item }) => {
      if (!operation.startsWith('DeleteItem')) return;
      await ddb.send(new DeleteItemCommand({ TableName: 'Index', Key: input.Key! }));
    },
  });
  expect(await index.erase('ann', new Set(['k1', 'k2']))).toBe(0);
  expect(left().sort()).toEqual(['ann k3', 'bob k1']);
});
