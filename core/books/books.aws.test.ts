/** One row that cannot be read takes no report down: it is shown by name, and the others count. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { awsConsentStore } from '../consent/consent-store.aws.ts';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { awsAllLanes } from './books.aws.ts';

/** A table that is walked a row a page, in consistent reads; before the first row comes a page that shows none. */
const walked = (rows: Item[]): DynamoDBClient => {
  const send = async ({ input }: { input: { ExclusiveStartKey?: Item; ConsistentRead?: boolean } }) => {
    expect(input.ConsistentRead).toBe(true);
    if (!input.ExclusiveStartKey) return { LastEvaluatedKey: { at: N(0) } };
    const at = Number(input.ExclusiveStartKey.at?.N);
    return { Items: rows.slice(at, at + 1), ...(at + 1 < rows.length && { LastEvaluatedKey: { at: N(at + 1) } }) };
  };
  return { send } as unknown as DynamoDBClient;
};

test('lanes', async () => {
  const lane = (name: string, more: Item = {}): Item => ({ lane: S(name), state: S('open'), admitted: N(2), ...more });
  const ddb = walked([lane('a'), lane('b', { admitted: S('two') }), lane('c'), lane('d', { state: S('ajar') })]);
  expect(await awsAllLanes({ ddb, table: 'Lanes' }).lanes()).toEqual({
    lanes: [{ admitted: 2 }, { admitted: 2 }],
    damaged: ['lane b', 'lane d'],
  });
});

test('a defect is not taken for a damaged row', async () => {
  const ddb = walked([{ lane: S('a'), state: S('open'), admitted: undefined as never }]);
  await expect(awsAllLanes({ ddb, table: 'Lanes' }).lanes()).rejects.toThrow(TypeError);
});

test('subjects and their devices', async () => {
  const state = (subject: string, windows: Item): Item => ({
    ...{ subject: S(subject), item: S('state'), state: S('live'), serial: S('A'), disclosure: S('1.0') },
    ...{ keyId: S('k'), windows: { M: windows }, revision: N(0), enrolledAt: N(1) },
  });
  const device = (subject: string, name: string, acked = N(3)): Item => ({
    ...{ subject: S(subject), item: S(`device#${name}`), acked, enrolledAt: N(1) },
  });
  const window = { M: { high: N(3), seen: N(7) } };
  const ddb = walked([
    device('anna', 'constructor'),
    state('anna', { constructor: window }),
    device('bert', 'laptop'),
    state('bert', { laptop: { M: { high: N(3) } } }),
    device('carl', 'laptop', S('many')),
  ]);
  const store = awsConsentStore({ ddb, table: 'Subjects', gateTable: 'Gate', ledger: {} as never });
  expect(await store.books()).toEqual({
    devices: [
      { subject: 'anna', device: 'constructor', acked: 3, window: { high: 3, seen: 7n } },
      { subject: 'bert', device: 'laptop', acked: 3 },
    ],
    damaged: ['subject bert state', 'subject carl device#laptop'],
  });
});
