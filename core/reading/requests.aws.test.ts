/** What reading asks of DynamoDB: consistently, of nothing more than it needs, a page at a time. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { awsLedger } from '../ledger/ledger.aws.ts';
import type { FactsOf } from '../ledger/ledger.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { dayKeys, type IndexRow, toItem } from '../vault/index-row.ts';
import { headLength } from '../vault/message-head.ts';
import { awsRefusals } from './counts.aws.ts';
import { awsGrants } from './grant.aws.ts';
import { OWN_READS, READS } from './limits.ts';
import { awsReading } from './reading.aws.ts';
import { HOUR, KEY_ID, NOW, sampleRow } from './reading.contract.ts';
import { awsRecords } from './records.aws.ts';
import { recordPage } from './summary.ts';

const DAY = 24 * HOUR;
const clock = { now: () => NOW };
const tables = { index: 'Index', subjects: 'Subjects', grants: 'Grants', ledger: 'Ledger' };
type Input = Record<string, unknown>;

/** All tables of reading; every request is seen before it is made. @param meanwhile what happens then */
function world(meanwhile: (operation: string, input: Input) => unknown = () => {}) {
  const double = dynamoDouble({ Subjects: ['subject', 'item'], Grants: ['grant'], Ledger: ['chain', 'seq'] });
  double.make('Index', { key: ['subject', 'segment'], indexes: { byDay: ['day', 'segment'] } });
  const requests: [string, Input][] = [];
  const before = async (operation: string, input: object) => {
    requests.push([operation, input as Input]);
    await meanwhile(operation, input as Input);
  };
  const quiet = double.client();
  const documents = double.documents({ before });
  const ledger = awsLedger({ ddb: double.client({ before }), table: 'Ledger', chains: ['c0'] });
  const putRow = (row: IndexRow) => double.documents().send(new PutCommand({ TableName: 'Index', Item: toItem(row) }));
  return { double, requests, before, quiet, documents, ledger, putRow };
}

describe('a read', () => {
  async function reading(meanwhile?: Parameters<typeof world>[0]) {
    const all = world(meanwhile);
    const row = await sampleRow();
    await all.putRow(row);
    const subject = { subject: S('anna'), item: S('state'), state: S('live'), keyId: S(KEY_ID) };
    await all.quiet.send(new PutItemCommand({ TableName: 'Subjects', Item: { ...subject, windows: { M: {} } } }));
    const head = { chain: S('c0'), seq: N(0), state: S('open') };
    await all.quiet.send(new PutItemCommand({ TableName: 'Ledger', Item: head }));
    const counted = (actor: string, count: number, hour = NOW / HOUR) =>
      all.quiet.send(
        new PutItemCommand({
          TableName: 'Ledger',
          Item: { chain: S(`reads#subject:${actor}`), seq: N(0), hour: N(hour), count: N(count) },
        }),
      );
    // Not the first of its hour, unless a test says so.
    await counted('anna', 1);
    const asked: string[] = [];
    const port = awsReading({
      ...{ ddb: all.double.client({ before: all.before }), documents: all.documents, tables, ledger: all.ledger },
      openChain: async () => Promise.reject(new Error('it is open')),
      keys: { has: async (key) => asked.push(key) > 0 },
      rules: sampleDisclosure(),
      clock,
    });
    const own = { reader: 'anna', subject: 'anna', segment: row.segment, purpose: 'own-data', reason: 'r' };
    return { ...all, row, own, port, asked, counted };
  }

  test('looks consistently, at state, key and trims of the subject alone, and for no key but another one', async () => {
    const { port, own, requests, asked, row, putRow } = await reading();
    await port.begin(own);
    const looks = requests.filter(([operation]) => operation === 'GetItem').map(([, input]) => input);
    expect(looks.map(({ TableName, ConsistentRead }) => [TableName, ConsistentRead]).sort()).toEqual([
      ...[
        ['Index', true],
        ['Ledger', true],
        ['Subjects', true],
      ],
    ]);
    expect(looks.find(({ TableName }) => TableName === 'Subjects')).toMatchObject({
      ProjectionExpression: '#state, #keyId, #trims',
      ExpressionAttributeNames: { '#state': 'state', '#keyId': 'keyId', '#trims': 'trims' },
    });
    expect(asked).toEqual([]);
    const other = await sampleRow({ keyId: 'another' });
    await putRow(other);
    await expect(port.begin({ ...own, segment: other.segment })).rejects.toMatchObject({ reason: 'foreign-object' });
    expect(asked).toEqual(['another']);
    expect(row.keyId).toBe(KEY_ID);
  });

  test('shows the object that stands in the row when the entry is written, not the one of the look before', async () => {
    const { body, ...row } = await sampleRow();
    const stored = (object: string): IndexRow => ({
      ...{ ...row, body: { head: Buffer.from(body.message).subarray(0, headLength(body.message)), object } },
    });
    const [first, second] = ['1', '2'].map((digit) => `ab/${digit.repeat(32)}`);
    let writes = 0;
    const { port, own, putRow } = await reading(async (operation) => {
      if (operation === 'TransactWriteItems' && ++writes === 1) await putRow(stored(second!));
    });
    await putRow(stored(first!));
    expect((await port.begin({ ...own, segment: row.segment })).row.body).toMatchObject({ object: second });
  });

  test('whose chain moved on begins again on the new tip, and opens nothing that is open', async () => {
    let writes = 0;
    const { port, own, ledger, requests } = await reading(async (operation) => {
      if (operation === 'TransactWriteItems' && ++writes === 1)
        await ledger.append({ kind: 'choice', at: 1, actor: 'subject:a' });
    });
    expect((await port.begin(own)).receipt).toMatchObject({ chain: 'c0', seq: 2 });
    expect(requests.filter(([, { Key }]) => JSON.stringify(Key) === '{"chain":{"S":"c0"},"seq":{"N":"0"}}')).toEqual(
      expect.arrayContaining([['GetItem', expect.objectContaining({ ProjectionExpression: '#state' })]]),
    );
  });
});

describe('reads of an hour', () => {
  async function listing(count?: number, hour = NOW / HOUR) {
    const all = world();
    const head = { chain: S('c0'), seq: N(0), state: S('open') };
    const row = { chain: S('reads#reader:ivan'), seq: N(0), hour: N(hour), count: N(count ?? 0) };
    for (const Item of [head, ...(count === undefined ? [] : [row])]) {
      await all.quiet.send(new PutItemCommand({ TableName: 'Ledger', Item }));
    }
    const port = awsReading({
      ...{ ddb: all.double.client({ before: all.before }), documents: all.documents, tables, ledger: all.ledger },
      openChain: async () => true,
      keys: { has: async () => true },
      rules: sampleDisclosure(),
      clock,
    });
    const list = (by: FactsOf<'listing'>['actor'] = 'reader:ivan', subject?: string) =>
      port.beginListing({ kind: 'listing', at: NOW, actor: by, ...(subject !== undefined && { subject }) }).then(
        () => 'listed',
        ({ reason, message }: Error & { reason: string }) => `${reason}: ${message}`,
      );
    const requests = () => all.requests.splice(0).map(([operation]) => operation);
    const counts = () =>
      all.double
        .items('Ledger')
        .filter(({ chain }) => chain?.S?.startsWith('reads#'))
        .map(({ chain, hour, count }) => `${chain!.S} ${hour!.N} ${count!.N}`);
    return { list, requests, counts };
  }
  const over = 'limit: at most 1000 reads within one hour: again from 2026-11-25T13:00:00.000Z on';

  test('are counted in the transaction of each, without a call more but for the first', async () => {
    const { list, requests, counts } = await listing();
    await list();
    expect(requests()).toEqual(['GetItem', 'TransactWriteItems', 'GetItem', 'GetItem', 'TransactWriteItems']);
    expect(await list()).toBe('listed');
    expect(requests()).toEqual(['GetItem', 'TransactWriteItems']);
    expect(counts()).toEqual([`reads#reader:ivan ${NOW / HOUR} 2`]);
  });

  test('beyond the limit are refused, of this reader alone, and write nothing; two at once at the limit: one passes', async () => {
    const { list, requests, counts } = await listing(READS.most - 1);
    expect((await Promise.all([list(), list()])).sort()).toEqual([over, 'listed']);
    requests();
    expect(await list()).toBe(over);
    expect(requests().filter((operation) => operation === 'TransactWriteItems')).toHaveLength(1);
    expect(counts()).toEqual([`reads#reader:ivan ${NOW / HOUR} ${READS.most}`]);
    expect(await list('reader:nadia')).toBe('listed');
  });

  test('begin anew with each hour', async () => {
    const { list, counts } = await listing(READS.most, NOW / HOUR - 1);
    expect(await list()).toBe('listed');
    expect(counts()).toEqual([`reads#reader:ivan ${NOW / HOUR} 1`]);
  });

  test('of what is one’s own are more', async () => {
    const { list } = await listing(READS.most);
    expect(await list('subject:anna', 'anna')).toBe('listed');
    expect(await list('reader:ivan', 'anna')).toBe(over);
    expect(OWN_READS.most).toBeGreaterThan(READS.most);
  });
});

describe('refusals', () => {
  const stored = { chain: S('refused#ivan'), seq: N(0), hour: N(7) };

  test('are a small row a person, beside the chains', async () => {
    const { double } = world();
    const refusals = awsRefusals({ ddb: double.client(), table: 'Ledger' });
    for (const hour of [6, 7, 7]) await refusals.add('ivan', hour);
    expect(double.items('Ledger')).toStrictEqual([{ ...stored, count: N(2) }]);
  });

  test('of two at once at the turn of an hour both count', async () => {
    let updates = 0;
    const all = world(async () => {
      if (++updates === 2) await awsRefusals({ ddb: all.quiet, table: 'Ledger' }).add('ivan', 7);
    });
    expect(await awsRefusals({ ddb: all.double.client(all), table: 'Ledger' }).add('ivan', 7)).toBe(2);
    expect(all.double.items('Ledger')).toStrictEqual([{ ...stored, count: N(2) }]);
  });

  test.each([
    ['ThrottlingException', 1],
    ['AccessDeniedException', 'AccessDeniedException'],
  ])('through %s: %s', async (name, expected) => {
    let failed = false;
    const { double, before } = world(() => {
      if (failed) return;
      failed = true;
      throw Object.assign(new Error(name), { name });
    });
    const added = awsRefusals({ ddb: double.client({ before }), table: 'Ledger' }).add('ivan', 7);
    expect(await added.catch((error: Error) => error.name)).toBe(expected);
  });
});

/** A client whose every answer is given, page after page. */
const paged = (pages: object[]) => {
  const inputs: Input[] = [];
  const send = async ({ input }: { input: Input }) => {
    inputs.push({ ...input });
    const at = Number(input.ExclusiveStartKey ?? 0);
    return { ...pages[at], ...(at + 1 < pages.length && { LastEvaluatedKey: at + 1 }) };
  };
  return { documents: Object.assign(Object.create(DynamoDBDocumentClient.prototype), { send }), inputs };
};

test('a list of grants leaves out what cannot be read and what has expired, page after page', async () => {
  const grant = (reader: string, expires = NOW + 1) => ({
    ...{ grant: `p#${reader}`, reader, purpose: 'p', givenBy: 's', givenAt: 1, expires },
  });
  const { documents, inputs } = paged([
    ...[{}, { Items: [grant('ivan'), { ...grant('otto'), expires: 'never' }] }],
    { Items: [grant('late', NOW), grant('nadia')] },
  ]);
  const grants = (from: DynamoDBDocumentClient) =>
    awsGrants({ ddb: {} as never, documents: from, table: 'Grants', ledger: {} as never }).list(NOW);
  expect(await grants(documents)).toEqual([grant('ivan'), grant('nadia')]);
  expect(inputs.map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true, true]);
  await expect(grants(paged([{ Items: [null] }]).documents)).rejects.toThrow(TypeError);
});

test('what is asked for goes with its week, with the e-mail in it; a grant stays', async () => {
  const double = dynamoDouble({ Grants: ['grant'] });
  const grants = awsGrants({ ddb: {} as never, documents: double.documents(), table: 'Grants', ledger: {} as never });
  await grants.ask({
    ...{ reader: 'ivan', purpose: 'p', hours: 1 },
    askedAt: NOW,
    expires: NOW + 1,
    email: 'i@example.com',
  });
  expect(double.items('Grants')).toMatchObject([{ expiresSeconds: { N: String(Math.ceil((NOW + 1) / 1000)) } }]);
});

const bounds = { retention: sampleDisclosure().retention, began: async () => 0 };

describe('a list of records', () => {
  const span = { from: NOW - 3 * DAY, to: NOW };
  const expired = { expiresSeconds: NOW / 1000 };

  /** A row a page. */
  const single = () => {
    const all = world((_, input) => Object.assign(input, { Limit: 1 }));
    const records = awsRecords({ documents: all.documents, table: 'Index', clock, ...bounds });
    return { ...all, records };
  };

  test('of a subject is consistent, and goes on page after page until there is enough', async () => {
    const { records, putRow, requests } = single();
    const rows: IndexRow[] = [];
    for (const hours of [60, 50, 40, 30]) rows.push(await sampleRow({ arrivedTo: NOW - hours * HOUR }));
    const [first, second] = rows.map(({ segment }) => segment);
    for (const row of rows) await putRow(row);
    for (const hours of [55, 35]) await putRow(await sampleRow({ arrivedTo: NOW - hours * HOUR, events: -1 }));
    await putRow(await sampleRow({ arrivedTo: NOW - 45 * HOUR, ...expired }));
    const list = async (limit: number) => {
      requests.length = 0;
      const { rows: found, unreadable } = await records.list({ ...span, subject: 'anna', limit });
      return [found.map(({ segment }) => segment), unreadable, requests.length];
    };
    // In order: one, a damaged one, one, an expired one, one, a damaged one, one.
    expect(await list(10)).toEqual([rows.map(({ segment }) => segment), 2, 7]);
    expect(await list(2)).toEqual([[first, second], 1, 3]);
    expect(await list(1)).toEqual([[first], 0, 1]);
    for (const [, input] of requests) {
      expect(input).toMatchObject({ ConsistentRead: true });
      expect(input).not.toHaveProperty('IndexName');
    }
  });

  test('of all asks the index, day after day until there is enough', async () => {
    const { records, putRow, requests } = single();
    const early = await Promise.all([60, 59].map((hours) => sampleRow({ arrivedTo: NOW - hours * HOUR })));
    for (const row of [...early, await sampleRow({ arrivedTo: NOW - HOUR })]) await putRow(row);
    const days = () => [...new Set(requests.map(([, input]) => dayOf(input)))];
    const dayOf = (input: Input) => (input.ExpressionAttributeValues as { ':key': { S: string } })[':key'].S;
    expect((await records.list({ from: NOW - 60 * HOUR, to: NOW, limit: 2 })).rows).toHaveLength(2);
    expect(days()).toEqual(dayKeys(NOW - 60 * HOUR));
    for (const [, input] of requests) {
      expect(input).toMatchObject({ IndexName: 'byDay' });
      expect(input).not.toHaveProperty('ConsistentRead');
    }
    requests.length = 0;
    expect((await records.list({ from: NOW - 60 * HOUR, to: NOW, limit: 3 })).rows).toHaveLength(3);
    expect(days()).toEqual([60, 36, 12].flatMap((hours) => dayKeys(NOW - hours * HOUR)));
  });

  test('takes a page without rows for one, and a defect for no damaged row', async () => {
    const { kinds, ...row } = toItem(await sampleRow());
    const records = awsRecords({
      documents: paged([{}, { Items: [{ ...row, kinds }, row] }]).documents,
      table: 'I',
      clock,
      ...bounds,
    });
    expect(await records.list({ ...span, subject: 'anna', limit: 5 })).toMatchObject({
      ...{ rows: [{ segment: row.segment }], unreadable: 1 },
    });
    expect(() => recordPage([null as never])).toThrow(TypeError);
  });
});
