import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsLedger } from '../ledger/ledger.aws.ts';
import { awsIncidents } from './incident.aws.ts';
import { incidentContract } from './incident.contract.ts';
import type { Incident } from './incident.ts';

/** Seals nothing: the real one is in the end-to-end tests. */
const seal = {
  seal: async (_incident: string, text: string) => ({ wrapped: new Uint8Array(1), message: Buffer.from(text) }),
  open: async (_incident: string, { message }: { message: Uint8Array }) => Buffer.from(message).toString('utf8'),
};

const onDouble = () => {
  const tables = dynamoDouble({ Incidents: ['incident', 'item'], Ledger: ['chain', 'seq'] });
  const [ddb, documents] = [tables.client(), tables.documents()];
  const ledger = awsLedger({ ddb, table: 'Ledger' });
  return { ddb, ledger, store: awsIncidents({ ddb, documents, table: 'Incidents', ledger, seal }) };
};

describe('incidents on DynamoDB', () => {
  incidentContract(async () => onDouble());

  test('those that earlier versions filed come after all others, by their ids, page by page', async () => {
    const { ddb, store } = onDouble();
    const AT = Date.UTC(2026, 10, 25, 12);
    const row = (at: number): Incident => ({
      incident: ulid(at),
      kind: 'report',
      severity: 'low',
      status: 'reported',
      reporter: 'rita',
      reportedAt: at,
      from: at,
      disclosure: '1.0',
      closes: false,
    });
    const old = [1, 2, 3].map((n) => row(AT + n));
    for (const incident of old) {
      const key = (partition: string, item: string) => ({ incident: { S: partition }, item: { S: item } });
      const state = { ...key(incident.incident, 'state'), body: { S: JSON.stringify(incident) }, version: { N: '1' } };
      for (const Item of [state, key('all', incident.incident)]) {
        await ddb.send(new PutItemCommand({ TableName: 'Incidents', Item }));
      }
    }
    const fresh = [11, 12].map((n) => row(AT + n));
    for (const one of fresh)
      await store.file(one, 'text', { kind: 'report', at: AT, actor: 'rita', incident: one.incident });
    const all = [...fresh.toReversed(), ...old.toReversed()];
    expect(await store.list()).toEqual(all);
    const pages: Incident[][] = [];
    for (let before: Incident | undefined; pages.length < 6; before = pages.at(-1)!.at(-1)) {
      const page = await store.list(2, before);
      if (page.length === 0) break;
      pages.push(page);
    }
    expect(pages.flat()).toEqual(all);
  });
});
