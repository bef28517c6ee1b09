import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { awsConsentStore } from './consent-store.aws.ts';
import { finishErasures } from './erase.ts';
import { memoryIndexedRows } from './erased-rows.memory.ts';

/** What a damaged row still says of its erased keys. */
const DAMAGED: readonly [what: string, row: Item, still: string[]][] = [
  ['a state that is no text', { state: N(1), erasedKeys: { SS: ['old'] } }, ['old']],
  ['no state', { erasedKeys: { SS: ['old'] } }, ['old']],
  ['no key', { state: S('erased'), erasedKeys: { SS: ['old'] } }, ['old']],
  ['earlier keys that are no texts', { state: S('erased'), keyId: S('last'), erasedKeys: S('old') }, ['last']],
  ['nothing that can be read', { state: S('erased'), keyId: N(1), erasedKeys: N(1) }, []],
];

test.each(DAMAGED)('a row with %s is told, and keeps no other key from being deleted', async (_, row, still) => {
  const ddb = dynamoDouble({ Subjects: ['subject', 'item'] }).client();
  const store = awsConsentStore({ ddb, table: 'Subjects', gateTable: 'Gate', ledger: {} as never });
  const rows = { ann: { state: S('erased'), keyId: S('a') }, bad: row, zoe: { state: S('erased'), keyId: S('z') } };
  for (const [subject, attributes] of Object.entries(rows)) {
    const Item = { subject: S(subject), item: S('state'), ...attributes };
    await ddb.send(new PutItemCommand({ TableName: 'Subjects', Item }));
  }
  const deleted: string[] = [];
  const texts = memoryLedger().texts;
  const indexed = memoryIndexedRows(new Map());
  const keyRing = { create: async () => '', forget: () => {}, destroy: async (key: string) => void deleted.push(key) };

  await expect(
    finishErasures({ store, keyRing, rows: indexed, texts, disclosure: sampleDisclosure(), clock: { now: () => 0 } }),
  ).rejects.toMatchObject({
    reason: 'damaged',
    message: expect.stringContaining('1 subjects'),
  });

  expect(deleted.sort()).toEqual(['a', ...still, 'z']);
});
