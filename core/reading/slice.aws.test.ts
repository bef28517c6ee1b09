import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { trimsText } from '../consent/trims.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { awsReadingGate } from '../gate/gate.aws.ts';
import { establishLane } from '../gate/lane.ts';
import { awsLedger } from '../ledger/ledger.aws.ts';
import { S } from '../shared/dynamodb.aws.ts';
import { toItem } from '../vault/index-row.ts';
import { awsGrants } from './grant.aws.ts';
import { HOUR, KEY_ID, NOW, sampleRow } from './reading.contract.ts';
import { awsSlices } from './slice.aws.ts';
import { type SliceSetup, sliceContract } from './slice.contract.ts';

/** @param meanwhile before a request takes effect */
async function setup(meanwhile: (operation: string) => unknown = () => {}): Promise<SliceSetup> {
  const double = dynamoDouble({
    ...{ Subjects: ['subject', 'item'], Grants: ['grant'], Ledger: ['chain', 'seq'] },
    ...{ Gate: ['pk'], Index: ['subject', 'segment'], Exports: ['export', 'item'] },
  });
  const quiet = double.client();
  const ddb = double.client({ before: async (operation) => void (await meanwhile(operation)) });
  const clock = { time: NOW, now: () => clock.time };
  const gate = awsReadingGate({ ddb: quiet, gateTable: 'Gate', ledgerTable: 'Ledger', clock });
  const ledger = awsLedger({ ddb: quiet, table: 'Ledger' });
  const keys = new Set([KEY_ID]);
  return {
    ...{ clock, gate, ledger },
    grants: awsGrants({ ddb: quiet, documents: double.documents(), table: 'Grants', ledger }),
    slices: awsSlices({
      ...{ ddb, documents: double.documents(), clock, ledger: awsLedger({ ddb, table: 'Ledger' }) },
      tables: { index: 'Index', subjects: 'Subjects', grants: 'Grants', ledger: 'Ledger', exports: 'Exports' },
      openChain: async (chain) => {
        const { state, epoch } = await gate.read();
        return state === 'open' && establishLane(gate, chain, epoch);
      },
      keys: { has: async (key) => keys.has(key) },
      rules: sampleDisclosure(),
    }),
    putKey: async (key, there = true) => void (there ? keys.add(key) : keys.delete(key)),
    putRow: async (row) =>
      void (await double.documents().send(new PutCommand({ TableName: 'Index', Item: toItem(row) }))),
    putSubject: async (subject, { state, keyId, trims }) => {
      const Item = { subject: S(subject), item: S('state'), state: S(state), keyId: S(keyId) };
      const more = trims && { trims: S(trimsText(trims)) };
      await quiet.send(new PutItemCommand({ TableName: 'Subjects', Item: { ...Item, ...more } }));
    },
  };
}

describe('slices in DynamoDB', () => {
  sliceContract(() => setup());

  test.each<[string, (all: SliceSetup) => Promise<unknown>]>([
    ['consent', ({ putSubject }) => putSubject('anna', { state: 'withdrawn', keyId: KEY_ID })],
    ['erased', ({ putSubject }) => putSubject('anna', { state: 'erased', keyId: KEY_ID })],
    [
      'not-found',
      ({ putSubject }) => putSubject('anna', { state: 'live', keyId: KEY_ID, trims: [{ from: 1, to: NOW }] }),
    ],
  ])('who goes between the look and the transaction is not read: %s', async (reason, change) => {
    let transactions = 0;
    const all: SliceSetup = await setup(async (operation) => {
      if (operation === 'TransactWriteItems' && ++transactions === 1) await change(all);
    });
    const row = await sampleRow();
    await all.putSubject('anna', { state: 'live', keyId: KEY_ID });
    await all.putRow(row);
    const grant = { grant: 'quality-review#ivan', reader: 'ivan', purpose: 'quality-review', givenBy: 'stella' };
    await all.grants.give({ ...grant, givenAt: NOW, expires: NOW + HOUR });
    const order = { export: 'e', reader: 'ivan', purpose: 'quality-review', subject: 'anna' };
    const { rows, left } = await all.slices.beginSlice({ ...order, segments: [row.segment] });
    expect({ rows, left }).toEqual({ rows: [], left: { [reason]: 1 } });
  });

  test('whose trims cannot be read is read by nobody, and holds up nobody else', async () => {
    const all = await setup();
    const row = await sampleRow();
    await all.putRow(row);
    const damaged = [{ from: 2, to: 1 }];
    await all.putSubject('anna', { state: 'live', keyId: KEY_ID, trims: damaged });
    await all.putSubject('bert', { state: 'live', keyId: KEY_ID });
    const grant = { grant: 'quality-review#ivan', reader: 'ivan', purpose: 'quality-review', givenBy: 'stella' };
    await all.grants.give({ ...grant, givenAt: NOW, expires: NOW + HOUR });
    const order = { export: 'e', reader: 'ivan', purpose: 'quality-review' };
    const slice = await all.slices.beginSlice({ ...order, subject: 'anna', segments: [row.segment] });
    expect(slice).toEqual({ rows: [], left: { 'not-found': 1 } });
    const parts = [
      { part: 'a', subject: 'anna', keyId: KEY_ID, trims: damaged },
      { part: 'b', subject: 'bert', keyId: KEY_ID },
    ];
    expect(await all.slices.beginFetch({ ...order, parts })).toMatchObject({
      ...{ open: ['b'], closed: [{ part: 'a' }] },
    });
    expect(await all.slices.confirmParts(parts)).toEqual(['b']);
  });

  test('a grant that is taken back between the look and the transaction reads nothing', async () => {
    let transactions = 0;
    const grant = { grant: 'quality-review#ivan', reader: 'ivan', purpose: 'quality-review', givenBy: 'stella' };
    const given = { ...grant, givenAt: NOW, expires: NOW + HOUR };
    const all: SliceSetup = await setup(async (operation) => {
      if (operation === 'TransactWriteItems' && ++transactions === 1)
        await all.grants.revoke(given, 'giver:stella', NOW);
    });
    const row = await sampleRow();
    await all.putSubject('anna', { state: 'live', keyId: KEY_ID });
    await all.putRow(row);
    await all.grants.give(given);
    const order = { export: 'e', reader: 'ivan', purpose: 'quality-review', subject: 'anna' };
    await expect(all.slices.beginSlice({ ...order, segments: [row.segment] })).rejects.toMatchObject({
      reason: 'no-grant',
    });
  });
});
