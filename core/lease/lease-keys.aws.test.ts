import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, it } from '@jest/globals';
import { dynamoDouble, type Hooks } from '../../test/fixtures/dynamodb.ts';
import { kmsDouble } from '../../test/fixtures/kms.ts';
import { LONGEST_LEASE_SECONDS } from '../disclosure/bounds.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { awsLeaseKeys } from './lease-keys.aws.ts';
import { kidOf } from './lease-keys.ts';
import { awsLeaseLengths } from './lease-lengths.aws.ts';

const NOON = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;
const table = 'lease-keys';

function world(deliveryHours = 24) {
  const dynamo = dynamoDouble({ [table]: ['kid'] });
  const cloud = kmsDouble();
  const kmsKey = cloud.makeKey();
  const clock = { time: NOON, now: () => clock.time };
  /** An instance, and the requests to the table that it made. */
  const instance = ({
    program = 'sample',
    kms = cloud.client,
    before,
    after,
  }: Hooks & { program?: string; kms?: KMSClient } = {}) => {
    const asked: string[] = [];
    const ddb = dynamo.client({
      async before(operation, input) {
        asked.push(operation);
        await before?.(operation, input);
      },
      ...(after && { after }),
    });
    return { asked, ...awsLeaseKeys({ ddb, kms, table, kmsKey, program, deliveryHours, clock }) };
  };
  const put = (Item: object) => dynamo.client().send(new PutItemCommand({ TableName: table, Item: Item as never }));
  return {
    clock,
    instance,
    put,
    items: () => dynamo.items(table),
    lengths: awsLeaseLengths({ ddb: dynamo.client(), table }),
  };
}

/** KMS that answers one thing. */
const kmsOf = (answer: object) => ({ send: async () => answer }) as unknown as KMSClient;

describe("a day's key", () => {
  it('stands in its row until what was sealed under it can arrive no more', async () => {
    const { instance, items } = world();
    await instance().current(NOON);
    expect(items()).toEqual([
      {
        kid: S('2026-11-25'),
        wrapped: { B: expect.any(Uint8Array) },
        createdAt: N(NOON),
        longestLease: N(0),
        // The end of the day, a day of delivery, seven of the stream, one for clocks.
        expiresSeconds: N(Date.UTC(2026, 11, 5) / 1_000),
      },
    ]);
  });

  it('expires at a whole second, not before it is needed no more', async () => {
    const { instance, items } = world(24 + 0.1 / 3_600);
    await instance().current(NOON);
    expect(items()).toMatchObject([{ expiresSeconds: N(Date.UTC(2026, 11, 5) / 1_000 + 1) }]);
  });

  it.each([
    ["moved to another day's row", '2026-11-26', 'sample'],
    ["read by another program, as in that one's table", '2026-11-25', 'other'],
    ['without its bytes', '2026-11-24', 'sample'],
  ])('%s does not open, and is named', async (_, kid, program) => {
    const { instance, put, items } = world();
    await instance().current(NOON);
    await put({ ...items()[0], kid: S('2026-11-26') });
    await put({ kid: S('2026-11-24') });
    const damaged = { name: 'DamagedKey', reason: 'damaged', key: `lease-key:${kid}` };
    await expect(instance({ program }).open(kid)).rejects.toMatchObject(damaged);
  });

  it.each([[{ Plaintext: new Uint8Array(31), CiphertextBlob: new Uint8Array(80) }], [{}]])(
    'is made of 32 bytes and no others (%#)',
    async (answer) => {
      const { instance, items } = world();
      await expect(instance({ kms: kmsOf(answer) }).current(NOON)).rejects.toThrow('a lease key is 32 bytes long');
      expect(items()).toEqual([]);
    },
  );

  it('is fetched once for all that ask at once, and not again; who made it fetches nothing', async () => {
    const { instance } = world();
    const [maker, opener] = [instance(), instance()];
    const { kid, key } = await maker.current(NOON);
    expect(await maker.open(kid)).toEqual(key);
    expect(maker.asked).toEqual(['GetItem', 'PutItem']);

    const opened = await Promise.all(Array.from({ length: 9 }, () => opener.open(kid)));
    opened.push((await opener.current(NOON)).key);
    for (const one of opened) expect(one).toEqual(key);
    expect(opener.asked).toEqual(['GetItem']);
  });

  it('is fetched again after a failure', async () => {
    const { instance } = world();
    const { kid, key } = await instance().current(NOON);
    let down = true;
    const opener = instance({
      async before() {
        if (down) throw new Error('away');
      },
    });
    await expect(opener.open(kid)).rejects.toThrow('away');
    down = false;
    expect(await opener.open(kid)).toEqual(key);
  });

  it('is kept with those of 47 other days; the one fetched first goes first', async () => {
    const { instance, clock } = world();
    const [maker, opener] = [instance(), instance()];
    const kids: string[] = [];
    for (let day = 0; day <= 48; day++) kids.push((await maker.current(NOON + day * DAY)).kid);
    clock.time = NOON + 48 * DAY;
    const open = async (some: string[]) => {
      for (const kid of some) expect(await opener.open(kid)).toHaveLength(32);
      return opener.asked.length;
    };
    expect(await open(kids.slice(0, 48))).toBe(48);
    expect(await open(kids.slice(0, 48))).toBe(48);
    expect(await open(kids.slice(48))).toBe(49);
    expect(await open(kids.slice(1))).toBe(49);
    expect(await open(kids.slice(0, 1))).toBe(50);
  });

  it('is that of who was first, whatever the others were doing when it came', async () => {
    const { instance } = world();
    const first = instance();
    let answered = () => {};
    const answer = new Promise<void>((resolve) => (answered = resolve));
    let late: Promise<unknown> = Promise.resolve('not asked');
    const other = instance({
      async before(operation) {
        if (operation !== 'PutItem') return;
        // It has found no key. Now the next caller looks, finds none either, and has its answer later; then the key comes.
        late = other.open('2026-11-25');
        await first.current(NOON);
        setImmediate(answered);
      },
      async after(operation) {
        if (operation === 'GetItem' && other.asked.length === 3) await answer;
      },
    });
    expect(await other.current(NOON)).toEqual(await first.current(NOON));
    expect(await late).toBeUndefined();
  });

  it.each([
    ['denied', Object.assign(new Error('no'), { name: 'AccessDeniedException' }), {}],
    [
      'gone when it is looked for',
      new ConditionalCheckFailedException({ $metadata: {}, message: '' }),
      { name: 'SluiceError', message: 'lease key 2026-11-25 is there and cannot be read' },
    ],
  ])('that cannot be put (%s) is no key, and what kept it from being put is told', async (_, error, told) => {
    const { instance, items } = world();
    const one = instance({
      async before(operation) {
        if (operation === 'PutItem') throw error;
      },
    });
    const failure = await one.current(NOON).catch((thrown: Error) => thrown);
    expect('name' in told ? (failure as Error).cause : failure).toBe(error);
    expect(failure).toMatchObject(told);
    expect(items()).toEqual([]);
  });
});

describe('a key that is not there', () => {
  it('is not looked for where there can be none, once where that is settled, and else each time', async () => {
    const { instance } = world();
    const opener = instance();
    for (const [kid, requests] of [
      ['2026-11-27', 0],
      ['no day', 0],
      ['2026-11-23', 1],
      ['2026-11-26', 3],
    ] as const) {
      opener.asked.length = 0;
      for (let times = 0; times < 3; times++) expect(await opener.open(kid)).toBeUndefined();
      expect(`${kid}: ${opener.asked.length}`).toBe(`${kid}: ${requests}`);
    }
  });

  it('of an old day that is there is opened, however often', async () => {
    const { instance, clock } = world();
    const { kid, key } = await instance().current(NOON);
    clock.time = NOON + 7 * DAY;
    const opener = instance();
    for (let times = 0; times < 3; times++) expect(await opener.open(kid)).toEqual(key);
  });

  it('is remembered for ten years of days, not for all that somebody could name', async () => {
    const { instance } = world();
    const opener = instance();
    const kids = Array.from({ length: 3_661 }, (_, day) => kidOf(NOON - (day + 2) * DAY));
    for (const kid of kids) await opener.open(kid);
    expect(opener.asked).toHaveLength(3_661);
    for (const kid of [kids[0]!, kids[3_659]!]) await opener.open(kid);
    expect(opener.asked).toHaveLength(3_661);
    await opener.open(kids[3_660]!);
    expect(opener.asked).toHaveLength(3_662);
  });
});

describe('the note of the longest lease', () => {
  it('is a write for the first lease of an instance and day, and for a longer one', async () => {
    const { instance, lengths } = world();
    const one = instance();
    const writes = () => one.asked.filter((operation) => operation === 'UpdateItem').length;
    const steps = [
      [NOON, 60, 1],
      [NOON + 1, 60, 1],
      [NOON, 59, 1],
      [NOON, 61, 2],
      [NOON + DAY, 60, 3],
      [NOON + DAY, 60, 3],
    ] as const;
    for (const [at, seconds, written] of steps) {
      await one.note(at, seconds);
      expect(writes()).toBe(written);
    }
    expect(await lengths.longest(NOON, NOON)).toBe(61);
    expect(await lengths.longest(NOON + DAY, NOON + DAY)).toBe(60);
  });

  it('that did not take is no note: it is told, and written the next time', async () => {
    const { instance, lengths } = world();
    let down = true;
    const one = instance({
      async before(operation) {
        if (operation === 'UpdateItem' && down) throw new Error('away');
      },
    });
    await expect(one.note(NOON, 60)).rejects.toThrow('away');
    down = false;
    await one.note(NOON, 60);
    expect(await lengths.longest(NOON, NOON)).toBe(60);
  });

  it.each([
    [N(0), 0],
    [N(LONGEST_LEASE_SECONDS - 1), LONGEST_LEASE_SECONDS - 1],
    [N(LONGEST_LEASE_SECONDS + 1), LONGEST_LEASE_SECONDS],
    [N(-1), LONGEST_LEASE_SECONDS],
    [S('60'), LONGEST_LEASE_SECONDS],
    [undefined, LONGEST_LEASE_SECONDS],
  ])('%j is read as %p seconds: what cannot be is taken for the longest', async (longestLease, seconds) => {
    const { put, lengths } = world();
    await put({ kid: S('2026-11-25'), ...(longestLease && { longestLease }) });
    expect(await lengths.longest(NOON, NOON)).toBe(seconds);
  });
});
