import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { decodeTime } from 'ulid';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
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
  return {
    index: awsIndexedRows({ ddb: tables.client(hooks), table: 'Index' }),
    ddb,
    left,
    items: () => tables.items('Index'),
  };
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

test('of what was trimmed the rows go that touch a span, of that person alone, damaged ones by their names', async () => {
  const { index, ddb, items } = await indexOf([]);
  const put = (subject: string, [from, to]: [number, number], over: Item = {}) => {
    const times = { arrivedFrom: N(NOW + from), arrivedTo: N(NOW + to), keyId: S('k1') };
    const Item: Item = { ...times, subject: S(subject), segment: S(firstSegmentAt(NOW + to)), ...over };
    return ddb.send(new PutItemCommand({ TableName: 'Index', Item }));
  };
  const left = () =>
    items()
      .map(({ subject, segment }) => `${subject!.S} ${decodeTime(segment!.S!) - NOW}`)
      .sort();
  await put('ann', [-9, -1]);
  await put('ann', [-9, 0]);
  await put('ann', [5, 7]);
  await put('ann', [10, 10 + 3 * DAY]);
  await put('ann', [11, 20]);
  await put('ann', [0, 8], { arrivedFrom: S('damaged'), keyId: N(1) });
  await put('ann', [0, 40], { arrivedFrom: S('damaged') });
  await put('bob', [5, 7]);
  const trims = [
    { from: NOW, to: NOW + 10 },
    { from: NOW + 50, to: NOW + 60 },
  ];
  expect(await index.trim('ann', trims)).toBe(4);
  expect(left()).toEqual(['ann -1', 'ann 20', 'ann 40', 'bob 7']);
  expect(await index.trim('ann', trims)).toBe(0);
});
