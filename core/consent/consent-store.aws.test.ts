import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoDouble, type Hooks } from '../../test/fixtures/dynamodb.ts';
import { entryBy } from '../ledger/entry-by.memory.ts';
import { awsLedger } from '../ledger/ledger.aws.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { awsConsentStore } from './consent-store.aws.ts';
import { decodeDevice } from './device-row.aws.ts';

const [table, gateTable, ledgerTable] = ['subjects', 'gate', 'ledger'];
const entry = (subject: string) => entryBy('choice', subject, { at: 1_000, subject });
const row = (subject: string, over: Item = {}): Item => ({
  ...{ subject: S(subject), item: S('state'), state: S('enrolled'), serial: S(''), disclosure: S(''), keyId: S('key') },
  ...{ windows: { M: {} }, revision: N(0), enrolledAt: N(1_000), ...over },
});
const device = (subject: string, over: Item = {}): Item => ({
  ...{ subject: S(subject), item: S('device#laptop'), acked: N(3), enrolledAt: N(1_000), ...over },
});

function world(hooks: Hooks = {}) {
  const dynamo = dynamoDouble({ [table]: ['subject', 'item'], [gateTable]: ['pk'], [ledgerTable]: ['chain', 'seq'] });
  const ledgerOf = (ddb: DynamoDBClient) => awsLedger({ ddb, table: ledgerTable, chains: ['c0'] });
  const of = (ddb: DynamoDBClient) => awsConsentStore({ ddb, table, gateTable, ledger: ledgerOf(ddb) });
  const put = async (...items: Item[]) => {
    for (const Item of items) await dynamo.client().send(new PutItemCommand({ TableName: table, Item }));
  };
  return {
    of,
    put,
    store: of(dynamo.client(hooks)),
    ledger: ledgerOf(dynamo.client()),
    items: () => dynamo.items(table),
  };
}

describe('a row of before devices were counted', () => {
  const enrolling = async (store: ReturnType<typeof world>['store'], name: string) => {
    const seen = (await store.read('ann'))!;
    return () => store.change({ subject: 'ann', seen, device: { device: name, at: 2_000 }, entry: entry('ann') });
  };

  it('is read as it is, takes a device, and counts from there', async () => {
    const { store, put } = world();
    await put(row('ann'));
    expect(await store.read('ann')).not.toHaveProperty('enrolments');
    expect(await (await enrolling(store, 'desk'))()).toBe('done');
    expect(await store.read('ann')).toMatchObject({ enrolments: 1 });
  });

  it('takes none when another one was enrolled since it was seen', async () => {
    const { store, put } = world();
    await put(row('ann'));
    const [desk, laptop] = [await enrolling(store, 'desk'), await enrolling(store, 'laptop')];
    expect([await desk(), await laptop()]).toEqual(['done', 'stale']);
    expect(await store.devices('ann')).toHaveLength(1);
  });
});

it("a change is made on the ledger's next place when another entry took the one that was meant", async () => {
  const one = world({
    async before(operation) {
      if (operation === 'TransactWriteItems' && !moved) {
        moved = true;
        await one.ledger.append(entry('bob'));
      }
    },
  });
  let moved = false;
  const next = { ...{ state: 'enrolled' as const, serial: '', disclosure: '', keyId: 'key' }, enrolledAt: 1_000 };
  expect(await one.store.change({ subject: 'ann', seen: undefined, next, entry: entry('ann') })).toBe('done');
  expect((await wholeLedger(one.ledger)).map(({ subject }) => subject)).toEqual(['bob', 'ann']);
});

describe('what a device tells', () => {
  it('and cannot be noted is no matter of its enrolment', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    const { store, put } = world({
      async before(operation) {
        if (operation === 'UpdateItem') throw denied;
      },
    });
    await put(device('ann'));
    await expect(store.tell('ann', 'laptop', { acked: 9 })).rejects.toBe(denied);
  });

  it('before it is enrolled is refused, and nothing is written', async () => {
    const { store, items } = world();
    await expect(store.tell('ann', 'laptop', { acked: 9 })).rejects.toMatchObject({
      message: 'a device is enrolled before it tells',
      cause: { name: 'ConditionalCheckFailedException' },
    });
    expect(items()).toEqual([]);
  });
});

describe('a walk over the table', () => {
  it('tells the books of all rows that can be read, names the others, and leaves alone what is neither', async () => {
    const { store, put } = world();
    const window = { M: { laptop: { M: { high: N(3), seen: N(7) } } } };
    await put(row('ann', { windows: window }), device('ann'));
    await put(row('bob', { state: S('asleep') }), device('bob'));
    await put(row('eve'), device('eve', { acked: S('three') }));
    await put({ subject: S('ann'), item: S('of a later release') });
    expect(await store.books()).toEqual({
      devices: [
        { subject: 'ann', device: 'laptop', acked: 3, window: { high: 3, seen: 7n } },
        { subject: 'bob', device: 'laptop', acked: 3 },
      ],
      damaged: ['subject bob state', 'subject eve device#laptop'],
    });
  });

  it('finds the keys of erasures, those of damaged rows too, as far as they say them', async () => {
    const { store, put } = world();
    const erased = { state: S('erased') };
    await put(row('ann', { ...erased, keyId: S('a'), windows: S('damaged') }));
    await put(row('bob', { ...erased, keyId: N(7), erasedKeys: { SS: ['b2', 'b1'] } }));
    await put(row('eve', { ...erased, keyId: S('e'), erasedKeys: S('damaged') }));
    await put(row('max', { ...erased, keyId: N(1), erasedKeys: N(1) }));
    await put(row('joe', { keyId: S('j'), erasedKeys: { SS: ['j0'] } }), row('kim'), device('kim'));
    expect(await store.erasedKeys()).toEqual({
      keys: [
        { subject: 'ann', keyId: 'a' },
        { subject: 'bob', keyId: 'b1' },
        { subject: 'bob', keyId: 'b2' },
        { subject: 'eve', keyId: 'e' },
        { subject: 'joe', keyId: 'j0' },
      ],
      subjects: [
        ...['ann', 'bob', 'eve', 'max'].map((subject) => ({ subject })),
        // Who enrolled again: when.
        { subject: 'joe', before: 1_000 },
      ],
      damaged: ['bob', 'eve', 'max'],
    });
  });

  it('finds what is trimmed, and names the rows that do not say it, which are read by nobody', async () => {
    const { store, put } = world();
    await put(row('ann', { trims: S('1-2 5-9') }), row('bob', { trims: S('2-1') }), row('eve', { trims: N(1) }));
    await put(row('joe'), device('joe', { trims: S('1-2') }));
    const trims = [
      { from: 1, to: 2 },
      { from: 5, to: 9 },
    ];
    expect(await store.trimmed()).toEqual({ subjects: [{ subject: 'ann', trims }], damaged: ['bob', 'eve'] });
    for (const subject of ['bob', 'eve']) await expect(store.read(subject)).rejects.toThrow('trims cannot be read');
  });

  it('counts the states of rows that say one, and no device', async () => {
    const { store, put } = world();
    await put(
      row('ann', { state: S('live') }),
      row('bob', { state: S('live'), pausedAt: N(1), windows: S('damaged') }),
    );
    await put(row('eve', { state: S('asleep') }), row('max', { state: N(1) }), device('ann'), device('eve'));
    await put(
      row('joe', { state: S('withdrawn') }),
      row('kim', { state: S('erased') }),
      row('zoe', { state: S('enrolled') }),
    );
    expect(await store.states()).toEqual({ enrolled: 1, live: 2, withdrawn: 1, erased: 1 });
  });

  it('that is answered without items has found none', async () => {
    const store = world().of({ send: async () => ({}) } as unknown as DynamoDBClient);
    expect(await store.devices('ann')).toEqual([]);
    expect(await store.books()).toEqual({ devices: [], damaged: [] });
    expect(await store.erasedKeys()).toEqual({ keys: [], subjects: [], damaged: [] });
    expect(await store.trimmed()).toEqual({ subjects: [], damaged: [] });
    expect(await store.states()).toEqual({ enrolled: 0, live: 0, withdrawn: 0, erased: 0 });
  });
});

describe("a device's row", () => {
  it('of before leases and delivery were noted says nothing of them', () => {
    const known = { device: 'laptop', acked: 3, enrolledAt: 1_000 };
    expect(decodeDevice(device('ann'))).toStrictEqual({ ...known, leaseExpires: 0 });
    const noted = device('ann', { leaseExpires: N(5), delivers: N(0) });
    expect(decodeDevice(noted)).toStrictEqual({ ...known, leaseExpires: 5, delivers: 0 });
  });

  it.each(['acked', 'enrolledAt', 'leaseExpires', 'delivers'])('whose %s is no number is not read', (name) => {
    const damaged = device('ann', { [name]: S('7') });
    const told = { name: 'Unreadable', message: `${name} cannot be read` };
    expect(() => decodeDevice(damaged)).toThrow(expect.objectContaining(told));
  });
});
