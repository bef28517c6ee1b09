import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsSlices } from '../reading/slice.aws.ts';
import { awsHeldIndex } from './departures.aws.ts';
import { awsExports } from './export.aws.ts';
import { exportContract, sampleExport } from './export.contract.ts';
import { memoryExports, memoryRuns } from './export.memory.ts';
import { noCounts } from './part.ts';
import { awsRuns } from './runs.aws.ts';
import { runsContract } from './runs.contract.ts';
import { departures, type RegisterParts } from './runs.ts';

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

  test('is asked for of three lists and the people in them, however many data sets and parts there are', async () => {
    const { parts, asked } = await setup();

    const { exports, runs } = await departures(parts);

    expect(exports.map(({ people, gone }) => [people, gone])).toEqual(Array.from({ length: SETS }, () => [30, 1]));
    expect(runs.map(({ people, gone }) => [people, gone])).toEqual(Array.from({ length: SETS }, () => [30, 1]));
    // A page holds a megabyte: all 720 places.
    expect(asked.toSorted()).toEqual(['BatchGetItem', 'Query', 'Query', 'Query']);
  });
});
