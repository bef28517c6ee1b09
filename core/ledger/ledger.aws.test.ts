import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { opens } from './commitment.ts';
import { awsLedger } from './ledger.aws.ts';
import { ledgerContract } from './ledger.contract.ts';
import type { Entry, EntryFacts } from './ledger.ts';
import { awsTexts } from './texts.aws.ts';

/** A ledger in one chain, with all that it asks. */
function setup() {
  const tables = dynamoDouble({ Ledger: ['chain', 'seq'] });
  const asked: [string, { ConsistentRead?: boolean }][] = [];
  const before = async (operation: string, input: object) => void asked.push([operation, input]);
  let time = 0;
  const sleep = async () => {
    time += 1_000;
  };
  const pace = { now: () => time, sleep };
  const ledger = awsLedger({ ddb: tables.client({ before }), table: 'Ledger', chains: ['c0'], time: pace });
  const put = (Item: object) => tables.client().send(new PutItemCommand({ TableName: 'Ledger', Item: Item as never }));
  return { ledger, asked, put, items: () => tables.items('Ledger') };
}

/** Retries as fast as they come: the double answers at once. */
describe('the ledger on a double of DynamoDB', () =>
  ledgerContract(async () => {
    const ddb = dynamoDouble({ Ledger: ['chain', 'seq'] }).client();
    const time = { now: () => 0, sleep: async () => {} };
    return { ...awsLedger({ ddb, table: 'Ledger', time }), texts: awsTexts({ ddb, table: 'Ledger' }) };
  }));

const FACTS: EntryFacts = { kind: 'read', at: 5, actor: 'reader:ivan' };

describe('the ledger on DynamoDB', () => {
  test.each<[string, Partial<Pick<Entry, 'subject' | 'segment' | 'incident'>>]>([
    ['nothing else', {}],
    ['a subject', { subject: 'anna' }],
    ['a segment of a subject', { subject: 'anna', segment: '01J' }],
    ['an incident', { incident: 'i1' }],
  ])('an entry of %s is stored with what is looked for beside its body, which alone is hashed', async (_what, more) => {
    const { ledger, items } = setup();
    const { hash } = await ledger.append({ ...FACTS, ...more });
    const [head, entry] = items();
    expect(head).toStrictEqual({ chain: S('c0'), seq: N(0), length: N(1), hash: S(hash) });
    const beside = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, S(value as string)]));
    const { body, ...rest } = entry!;
    expect(rest).toStrictEqual({
      ...{ chain: S('c0'), seq: N(1), hash: S(hash), at: N(5), kind: S('read'), actor: S('reader:ivan') },
      ...beside,
    });
    expect(JSON.parse(body!.S!)).toMatchObject({ ...FACTS, ...more, chain: 'c0', seq: 1 });
  });

  test('is read consistently', async () => {
    const { ledger, asked } = setup();
    await ledger.append(FACTS);
    await ledger.entry('c0', 1);
    await ledger.page('c0', 0);
    const reads = asked.filter(([operation]) => operation !== 'TransactWriteItems');
    expect(reads.map(([operation, { ConsistentRead }]) => [operation, ConsistentRead])).toEqual([
      ...[
        ['GetItem', true],
        ['GetItem', true],
        ['Query', true],
      ],
    ]);
  });

  test('an entry that lost its body, or its hash, is handed on as it is: whoever verifies finds it', async () => {
    const { ledger, put } = setup();
    await put({ chain: S('c0'), seq: N(1), hash: S('h') });
    await put({ chain: S('c0'), seq: N(2), body: S('b') });
    expect(await ledger.page('c0', 0)).toStrictEqual([
      { seq: 1, body: '', hash: 'h' },
      { seq: 2, body: 'b', hash: '' },
    ]);
  });

  test('a head that was set back overwrites no entry', async () => {
    const { ledger, put, items } = setup();
    await put({ chain: S('c0'), seq: N(1), body: S('of before'), hash: S('h') });
    await expect(ledger.append(FACTS)).rejects.toThrow('did not take');
    expect(items()).toStrictEqual([{ chain: S('c0'), seq: N(1), body: S('of before'), hash: S('h') }]);
  });

  test('words are a row of their own, in the transaction of their entry: neither is there without the other', async () => {
    const { ledger, asked, items } = setup();
    await ledger.append({ ...FACTS, subject: 'anna', reason: 'she is ill' });
    expect(asked.filter(([operation]) => operation !== 'GetItem').map(([operation]) => operation)).toEqual([
      'TransactWriteItems',
    ]);
    const { commitment, chain, seq, salt, ...row } = items().find(({ text }) => text)!;
    expect(row).toStrictEqual({ text: S('she is ill'), at: N(5) });
    expect(chain).toEqual(S('text#anna'));
    expect(opens(commitment!.S, { salt: salt!.S!, text: 'she is ill' })).toBe(true);
    expect(items().filter((item) => JSON.stringify(item).includes('ill'))).toHaveLength(1);
    expect(Number(seq!.N)).toBe(Number.parseInt(commitment!.S!.slice(0, 13), 16));
  });

  test('an answer without items is an empty page', async () => {
    const ledger = awsLedger({ ddb: { send: async () => ({}) } as never, table: 'Ledger' });
    expect(await ledger.page('c0', 0)).toStrictEqual([]);
  });
});
