import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsSlices } from '../reading/slice.aws.ts';
import { awsHeldIndex } from './departures.aws.ts';
import { awsExports } from './export.aws.ts';
import { exportContract, sampleExport } from './export.contract.ts';
import { memoryExports, memoryRuns } from './export.memory.ts';
import { noCounts } from './part.ts';
import { peopleOf } from './rows.aws.ts';
import { awsRuns } from './runs.aws.ts';
import { runsContract } from './runs.contract.ts';
import { departures, type RegisterParts } from './runs.ts';
import { awsTold } from './told.aws.ts';

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

describe('people in data sets', () => {
  const [ANNA, BERT] = ['anna', 'bert'];
  async function setup() {
    const double = dynamoDouble({ Exports: ['export', 'item'] });
    const of = { documents: double.documents(), table: 'Exports' };
    const store = awsExports(of);
    const made = sampleExport();
    await store.create(made);
    const plan = [ANNA, BERT].map((subject) => ({ part: subject, subject, segments: [], events: 1 }));
    await store.plan(made.export, plan, 2);
    const counts = { ...noCounts(), rows: 1 };
    for (const { part } of plan)
      await store.cut(made.export, part, { counts, recall: { planted: 0, found: 0 }, keyId: 'k' });
    const rows = () =>
      double
        .items('Exports')
        .map((row) => unmarshall(row))
        .filter((row) => row.export.startsWith('people'));
    return { of, store, id: made.export, rows, double };
  }

  async function everyone<Held>(pages: AsyncIterable<readonly Held[]>): Promise<Held[]> {
    const all: Held[] = [];
    for await (const page of pages) all.push(...page);
    return all;
  }

  test('stand in partitions of their own, so that many workers write at once', async () => {
    const people = Array.from({ length: 200 }, (_, n) => `person${n}`);
    const counts = Map.groupBy(people, peopleOf);

    expect(counts.size).toBe(4);
    expect(Math.max(...[...counts.values()].map((all) => all.length))).toBeLessThan(80);
    const { rows } = await setup();
    expect(
      rows()
        .map((row) => row.export)
        .sort(),
    ).toEqual([peopleOf(ANNA), peopleOf(BERT)].sort());
  });

  test('are found where they stood before, told of there, and nowhere twice', async () => {
    const { of, store, id, rows } = await setup();
    const row = rows().find(({ item }) => item === `${ANNA}#${id}`)!;
    await of.documents.send(new DeleteCommand({ TableName: 'Exports', Key: { export: row.export, item: row.item } }));
    await of.documents.send(new PutCommand({ TableName: 'Exports', Item: { ...row, export: 'people' } }));
    const told = awsTold(of);
    const all = async () => everyone(told.people());

    expect(await Promise.all([ANNA, BERT].map((one) => store.holding(one)))).toEqual([[id], [id]]);
    expect(await everyone(awsHeldIndex(of).people())).toHaveLength(2);
    expect(await told.claim(await all(), 'notice')).toBe(true);
    for (const held of await all()) await told.told(held);

    expect((await all()).map(({ subject, told: isTold }) => [subject, isTold]).sort()).toEqual([
      [ANNA, true],
      [BERT, true],
    ]);
    expect(rows()).toHaveLength(2);
  });
});

describe('who has gone', () => {
  const NOW = Date.UTC(2026, 10, 25, 12);
  const PEOPLE = Array.from({ length: 30 }, (_, n) => `person${String(n).padStart(2, '0')}`);
  const SETS = 12;
  const clock = { now: () => NOW };
  /** Data sets of the same thirty people, a run of each, hundreds of parts; and a count of what is asked of DynamoDB. */
  async function setup() {
    const double = dynamoDouble({ Exports: ['export', 'item'], Subjects: ['subject', 'item'] });
    const asked: string[] = [];
    const count = { before: async (operation: string) => void asked.push(operation) };
    const ddb = double.client(count);
    const of = { documents: double.documents(count), table: 'Exports' };
    const [store, runs, index] = [awsExports(of), awsRuns(of), awsHeldIndex(of)];
    for (const subject of PEOPLE) {
      const Item = marshall({
        subject,
        item: 'state',
        state: subject === 'person07' ? 'withdrawn' : 'live',
        keyId: 'k',
      });
      await ddb.send(new PutItemCommand({ TableName: 'Subjects', Item }));
    }
    const people = PEOPLE.map((subject) => ({ subject, keyId: 'k' }));
    for (let n = 0; n < SETS; n++) {
      const made = sampleExport({ export: ulid(NOW + n) });
      await store.create(made);
      await store.plan(
        made.export,
        PEOPLE.map((subject) => ({ part: subject, subject, segments: [], events: 1 })),
        30,
      );
      for (const { subject } of people) {
        const counts = { ...noCounts(), rows: 1 };
        await store.cut(made.export, subject, { counts, recall: { planted: 0, found: 0 }, keyId: 'k' });
      }
      await store.seal(made.export, { at: NOW, hash: 'h', rows: 30, people: 30 });
      const { query, disclosure } = made;
      const run = { run: 'r', export: made.export, model: 'm', by: 'ivan', at: NOW + n, rows: 30, people: 30 };
      await runs.declare({ ...run, purpose: query.purpose, disclosure }, people);
    }
    const tables = { index: 'Index', subjects: 'Subjects', grants: 'Grants', ledger: 'Ledger' };
    const slices = awsSlices({ ddb, tables, clock: clock } as never);
    asked.length = 0;
    return { parts: { store, runs, index, slices, clock: clock } as unknown as RegisterParts, asked };
  }

  test('is asked for of a few lists and the people in them, however many data sets and parts there are', async () => {
    const { parts, asked } = await setup();

    const { exports, runs } = await departures(parts);

    expect(exports.map(({ people, gone }) => [people, gone])).toEqual(Array.from({ length: SETS }, () => [30, 1]));
    expect(runs.map(({ people, gone }) => [people, gone])).toEqual(Array.from({ length: SETS }, () => [30, 1]));
    // A page holds a megabyte: all 720 places would fit into one. Data sets, runs, and people in four partitions and where they stood before.
    expect(asked.toSorted()).toEqual([...Array(4).fill('BatchGetItem'), ...Array(7).fill('Query')]);
  });
});
