import { type AttributeValue, DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { dynamoDouble, type Hooks } from '../../test/fixtures/dynamodb.ts';
import { awsLedger } from '../ledger/ledger.aws.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { awsIncidents } from './incident.aws.ts';
import { incidentContract } from './incident.contract.ts';
import type { Approval, Incident } from './incident.ts';
import { incidentIndex } from './incident-index.aws.ts';

/** Seals nothing: the real one is in the end-to-end tests. */
const seal = {
  seal: async (_incident: string, text: string) => ({ wrapped: new Uint8Array(1), message: Buffer.from(text) }),
  open: async (_incident: string, { message }: { message: Uint8Array }) => Buffer.from(message).toString('utf8'),
};

const onDouble = (hooks: Hooks = {}) => {
  const tables = dynamoDouble({ Incidents: ['incident', 'item'], Ledger: ['chain', 'seq'] });
  const [ddb, documents] = [tables.client(hooks), tables.documents(hooks)];
  const ledger = awsLedger({ ddb, table: 'Ledger' });
  const told: unknown[] = [];
  const unreadable = (error: unknown) => void told.push(error);
  const store = awsIncidents({ ddb, documents, table: 'Incidents', ledger, seal, unreadable });
  return { tables, ddb, documents, ledger, told, store };
};

describe('incidents on DynamoDB', () => {
  incidentContract(async () => onDouble());

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

  test('pages of rows that cannot be read end no list: each is told, and what stands behind them is found', async () => {
    const { tables, ddb, store, told } = onDouble();
    const all = Array.from({ length: 12 }, (_, n) => row(AT + n));
    for (const one of all)
      await store.file(one, 'text', { kind: 'report', at: AT, actor: 'reporter:rita', incident: one.incident });
    const bad = new Set(all.filter((_, n) => n > 1 && n !== 10).map(({ incident }) => incident));
    for (const item of tables
      .items('Incidents')
      .filter(({ incident, item }) => item?.S === 'state' && bad.has(incident!.S!))) {
      await ddb.send(new PutItemCommand({ TableName: 'Incidents', Item: { ...item, body: { S: '{' } } }));
    }

    const [first, second] = [await store.list(2), await store.list(2, all[10])];

    expect(first).toEqual([all[10], all[1]]);
    expect(second).toEqual([all[1], all[0]]);
    expect(told.length).toBeGreaterThanOrEqual(bad.size);
    for (const id of bad) expect(told.some((error) => String(error).includes(id))).toBe(true);
  });

  const DAMAGE: Readonly<Record<string, (item: Record<string, AttributeValue>) => object | undefined>> = {
    gone: () => undefined,
    'no JSON': (item) => ({ ...item, body: { S: '{"incident":' } }),
    'no text': ({ incident, item, version }) => ({ incident, item, version }),
    null: (item) => ({ ...item, body: { S: 'null' } }),
    'of another incident': (item) => ({ ...item, body: { S: JSON.stringify(row(AT)) } }),
    'without a version': ({ version: _, ...item }) => item,
    ...Object.fromEntries(
      Object.entries({ status: 'gone', closes: 'yes', reporter: 1, reportedAt: null }).map(([name, value]) => [
        `${name}: ${value}`,
        (item: Record<string, AttributeValue>) => {
          const body = { ...JSON.parse(item.body!.S!), [name]: value };
          return { ...item, body: { S: JSON.stringify(body) } };
        },
      ]),
    ),
  };
  test.each(Object.entries(DAMAGE))(
    'one row that is %s hides no other, is told, and can be seen to be open',
    async (_, damage) => {
      const { tables, ddb, store, told } = onDouble();
      const [first, bad, last] = [1, 2, 3].map((n) => row(AT + n)) as [Incident, Incident, Incident];
      for (const one of [first, bad, last])
        await store.file(one, 'text', { kind: 'report', at: AT, actor: 'reporter:rita', incident: one.incident });
      const item = tables
        .items('Incidents')
        .find((one) => one.incident?.S === bad.incident && one.item?.S === 'state')!;
      const after = damage(item);
      const table = { TableName: 'Incidents' };
      const key = { incident: item.incident!, item: item.item! };
      await ddb.send(new DeleteItemCommand({ ...table, Key: key }));
      if (after) await ddb.send(new PutItemCommand({ ...table, Item: after as Record<string, AttributeValue> }));

      expect(await store.list()).toEqual([last, first]);
      expect(told).toMatchObject([{ reason: after ? 'damaged' : 'not-found' }]);
      expect(await store.open()).toHaveLength(3);
      const refused = { reason: after ? 'damaged' : 'not-found' };
      await expect(store.read(bad.incident)).rejects.toMatchObject(refused);
      await expect(store.advance(bad.incident, { once: 'draft', set: {} })).rejects.toMatchObject(refused);
    },
  );

  test('many that are open are named in many items, so that none grows to 400 KB and few writers meet', async () => {
    const { tables, ddb, documents, store } = onDouble();
    const index = incidentIndex(documents, 'Incidents');
    const all = [...Array(1_000).keys()].map((n) => row(AT + n));
    for (const one of all) await ddb.send(new UpdateItemCommand(index.opened(one).Update!));
    const sets = tables.items('Incidents').map((item) => item.ids?.SS?.length ?? 0);
    expect(sets.length).toBeGreaterThan(200);
    expect(Math.max(...sets)).toBeLessThan(20);
    expect(await store.open()).toEqual(all.map(({ incident, reportedAt }) => ({ incident, reportedAt })));
  });

  test('those that earlier versions filed come after all others, by their ids, page by page', async () => {
    const { ddb, store } = onDouble();
    const old = [1, 2, 3].map((n) => row(AT + n));
    for (const incident of old) {
      const key = (partition: string, item: string) => ({ incident: { S: partition }, item: { S: item } });
      const state = { ...key(incident.incident, 'state'), body: { S: JSON.stringify(incident) }, version: { N: '1' } };
      for (const Item of [state, key('all', incident.incident)]) {
        await ddb.send(new PutItemCommand({ TableName: 'Incidents', Item }));
      }
    }
    // Under ids of before: reporters choose them.
    const fresh = [11, 12].map((n) => ({ ...row(AT + n), incident: ulid(AT - n) }));
    for (const one of fresh)
      await store.file(one, 'text', { kind: 'report', at: AT, actor: 'reporter:rita', incident: one.incident });
    const all = [...fresh.toReversed(), ...old.toReversed()];
    expect(await store.list()).toEqual(all);
    const pages: Incident[][] = [];
    for (let before: Incident | undefined; pages.length < 6; before = pages.at(-1)!.at(-1)) {
      const page = await store.list(2, before);
      if (page.length === 0) break;
      pages.push(page);
    }
    expect(pages.flat()).toEqual(all);
    // A page that begins among the new ones and ends among the old ones is no longer than was asked for.
    expect(await store.list(3)).toEqual(all.slice(0, 3));
    expect(await store.list(2, fresh[1])).toEqual(all.slice(1, 3));
  });

  const ROW: Incident = {
    ...{ incident: ulid(1_000), kind: 'report', severity: 'low', status: 'reported', reporter: 'rita' },
    ...{ reportedAt: 1_000, from: 0, disclosure: '1.0', closes: false },
  };
  const facts = { kind: 'report', at: 0, actor: 'reporter:rita', incident: ROW.incident } as const;
  /** Everything that can be done with an incident. */
  const live = async ({ store }: ReturnType<typeof onDouble>) => {
    const { incident: id } = await store.file(ROW, 'what rita saw', facts, { by: 'rita', perDay: 20 });
    await store.file({ ...ROW, reporter: 'otto', closes: true }, 'what otto saw', facts);
    await store.advance(id, { set: { startedAt: 1 }, facts });
    const approval = {
      incident: id,
      approver: 'stella',
      groups: ['s'],
      decision: 'resume',
      findings: 'f',
      epoch: 2,
      at: 3,
    };
    await store.approve(approval as Approval, facts);
    await store.keepToken(id, 'a token');
    await store.text(id);
    await store.token(id);
    await store.approvals(id);
    const note = { act: { what: 'note' as const }, by: 'ivo', groups: ['investigators'], at: 4 };
    await store.contribute(id, { id: ulid(5), words: { salt: 's', text: 't' } }, () => note);
    await store.words(id, 1);
    await store.contributions(id);
    await store.list();
    await store.open();
    return { id, approval };
  };

  test('rows are as docs/data-model.md has them', async () => {
    const all = onDouble();
    const { id, approval } = await live(all);
    const { startedAt: _, steps, ...filed } = await all.store.read(id);
    const set = sha256(id).slice(0, 2);

    const items = all.tables
      .items('Incidents')
      .map(({ incident, item, ...rest }) => [incident!.S, item!.S, rest] as const);

    const named = (partition: string, name: string) =>
      items.find(([of, item]) => of === partition && item === name)?.[2];
    expect(items.map(([partition, item]) => `${partition} ${item}`).sort()).toEqual(
      [
        ...['state', 'text', 'text#otto', 'approval#stella', 'case#000001', 'token'].map((item) => `${id} ${item}`),
        ...[`log 000000000001000#${id}`, `open ${set}`, 'reports#rita 1970-01-01#low'],
      ].sort(),
    );
    expect(named(id, 'state')).toEqual({
      body: { S: JSON.stringify({ ...filed, startedAt: 1, steps }) },
      version: { N: '3' },
    });
    expect(Object.keys(named(id, 'text')!).sort()).toEqual(['message', 'wrapped']);
    expect(named(id, 'approval#stella')).toEqual({ body: { S: JSON.stringify(approval) } });
    expect(Object.keys(named(id, 'case#000001')!).sort()).toEqual(['body', 'message', 'wrapped']);
    expect(named(id, 'token')).toEqual({ token: { S: 'a token' } });
    expect(named('open', set)).toEqual({ ids: { SS: [`000000000001000#${id}`] } });
    expect(named('reports#rita', '1970-01-01#low')).toEqual({ reports: { N: '1' } });
  });

  test('what decides is read as it is now: no read of an incident is of a moment ago', async () => {
    const reads: { TableName?: string; ConsistentRead?: boolean }[] = [];
    const before = async (operation: string, input: object) => {
      if (operation === 'GetItem' || operation === 'Query') reads.push(input);
    };
    await live(onDouble({ before }));
    const ours = reads.filter(({ TableName }) => TableName === 'Incidents');
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter(({ ConsistentRead }) => ConsistentRead !== true)).toEqual([]);
  });

  test('filed again with nothing new, nothing is written', async () => {
    const writes: string[] = [];
    const before = async (operation: string) => {
      if (operation === 'TransactWriteItems') writes.push(operation);
    };
    const { store } = onDouble({ before });
    await store.file(ROW, 'text', facts);
    await store.file(ROW, 'text', facts);
    expect(writes).toHaveLength(1);
  });
  test('a list fails with what is away; what cannot be read is left out, though nobody listens', async () => {
    let away = false;
    const before = async (operation: string) => {
      if (away && operation === 'GetItem') throw new Error('away');
    };
    const { tables, ledger } = onDouble();
    const [ddb, documents] = [tables.client({ before }), tables.documents({ before })];
    const store = awsIncidents({ ddb, documents, table: 'Incidents', ledger, seal });
    await store.file(ROW, undefined, facts);
    const key = { incident: { S: ROW.incident }, item: { S: 'state' } };
    await ddb.send(
      new PutItemCommand({ TableName: 'Incidents', Item: { ...key, body: { S: '{' }, version: { N: '1' } } }),
    );
    expect(await store.list()).toEqual([]);
    await expect(store.read(ROW.incident)).rejects.toThrow(`the row of incident ${ROW.incident} cannot be read`);
    away = true;
    await expect(store.list()).rejects.toThrow('away');
  });
});

describe('an act on a case', () => {
  const OF = {
    ...{ incident: ulid(1), kind: 'report', severity: 'low', status: 'reported', reporter: 'rita' },
    ...{ reportedAt: 1, from: 1, disclosure: '1.0', closes: false },
  } as Incident;
  const FILED = { kind: 'report', at: 1, actor: 'reporter:rita', incident: OF.incident } as const;
  const note = () => ({ act: { what: 'note' as const }, by: 'ivo', groups: ['investigators'], at: 1 });
  const ids = (count: number, from = 0) => Array.from({ length: count }, (_, at) => ulid(from + at + 1));

  test('reads what came since the one before it, and not the whole case again', async () => {
    const firsts: unknown[] = [];
    const before = async (operation: string, input: object) => {
      const { ExpressionAttributeValues: values } = input as { ExpressionAttributeValues?: Record<string, unknown> };
      if (operation === 'Query' && values?.[':first']) firsts.push(values[':first']);
    };
    const { store, tables, ledger } = onDouble({ before });
    const other = { ddb: tables.client(), documents: tables.documents() };
    const another = awsIncidents({ ...other, table: 'Incidents', ledger, seal });
    await store.file(OF, 'text', FILED);
    for (const id of ids(5)) await store.contribute(OF.incident, { id }, note);
    // Another instance adds two.
    for (const id of ids(2, 100)) await another.contribute(OF.incident, { id }, note);
    const seen: number[] = [];
    await store.contribute(OF.incident, { id: ulid(500) }, (_, soFar) => {
      seen.push(soFar.length);
      return note();
    });

    expect(seen).toEqual([7]);
    // From which number on each of this instance looked: behind what it knew.
    expect(firsts.map((first) => Number(/\d{6}/.exec(JSON.stringify(first))![0]))).toEqual([1, 1, 2, 3, 4, 5]);
  });

  test('sent again it is the one of before, with where it stands in the ledger', async () => {
    const { store } = onDouble();
    await store.file(OF, 'text', FILED);
    const [id] = ids(1);
    const first = await store.contribute(OF.incident, { id: id! }, note);
    await store.contribute(OF.incident, { id: ulid(9) }, note);
    expect(await store.contribute(OF.incident, { id: id! }, note)).toEqual(first);
    expect(await store.contributions(OF.incident)).toHaveLength(2);
  });
});
