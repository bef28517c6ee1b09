/** Of very many incidents, over the years: a root stays small, and nobody who let go comes to hold again. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { REMEMBERED, type Remembered } from './forget.ts';
import { awsCollectionGate, awsReadingGate } from './gate.aws.ts';
import { memoryGate } from './gate.memory.ts';
import type { GateName, GateStore } from './gate.ts';
import { pause } from './pause.ts';

const START = Date.UTC(2026, 0);
const HOUR = 3_600_000;
const idOf = (at: number) => ulid(START + at * HOUR, () => 0);

function onDouble(remembered?: Remembered) {
  const time = { now: START };
  const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'], Ledger: ['chain', 'seq'] });
  const ddb = tables.client();
  const options = { ddb, gateTable: 'Gate', clock: { now: () => time.now }, ...(remembered && { remembered }) };
  return {
    time,
    tables,
    collection: awsCollectionGate({ ...options, lanesTable: 'Lanes' }),
    reading: awsReadingGate({ ...options, ledgerTable: 'Ledger' }),
    /** As a release without a watermark left it: all who let go, by name. */
    old: (gate: GateName, over: string[], holds: string[] = []) =>
      ddb.send(
        new PutItemCommand({
          TableName: 'Gate',
          Item: {
            ...{
              pk: { S: gate },
              state: { S: holds.length > 0 ? 'closed' : 'open' },
              epoch: { N: '9' },
              since: { N: '1' },
            },
            ...{ over: { SS: over }, released: { M: { incident: { S: over.at(-1)! }, epoch: { N: '8' } } } },
            holds: { M: Object.fromEntries(holds.map((hold) => [hold, { N: '7' }])) },
          },
        }),
      ),
  };
}
const bytesOf = (gate: GateStore) => gate.read().then(({ over }) => over.join('').length);
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: { reason?: string }) => error.reason ?? String(error),
  );

/** So many come and go, many at a time: 20 hold it, and let go. */
async function comeAndGo(gate: GateStore, time: { now: number }, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 20) {
    const ids = Array.from({ length: Math.min(20, to - at) }, (_, next) => idOf(at + next));
    for (const id of ids) await gate.hold(id, { at: time.now });
    time.now = START + (at + 20) * HOUR;
    const { epoch } = await gate.read();
    await gate.markClosed(epoch, time.now);
    for (const id of ids) await gate.release(id, epoch, time.now);
  }
}

/** A tenth, so that the test takes a tenth of the time. */
const FEW = { ...REMEMBERED, most: 100, keep: 50 };

describe('after very many incidents', () => {
  it.each([
    ['in memory', 19_000, 20_000],
    ['on DynamoDB', 15_000, 16_000],
  ])(
    '%s, of %i by name and %i in all, a root is small and nobody who let go comes to hold',
    async (where, old, all) => {
      const names = Array.from({ length: old }, (_, at) => idOf(at));
      const cloud = onDouble(FEW);
      if (where === 'on DynamoDB') await cloud.old('collection', names);
      const state = { ...(await memoryGate().read()), over: names };
      const gate = where === 'on DynamoDB' ? cloud.collection : memoryGate({ remembered: FEW, state });
      await comeAndGo(gate, cloud.time, old, all);

      expect(await bytesOf(gate)).toBeLessThanOrEqual(26 * FEW.most);
      for (const at of [0, 1, all / 2, all - FEW.most - 1]) {
        expect(await refusalOf(gate.hold(idOf(at), { at: 0 }))).toBe('stale-id');
        expect(await gate.release(idOf(at), 2, 0)).toMatchObject({ state: 'open' });
      }
      expect(await refusalOf(gate.hold(idOf(all - 1), { at: 0 }))).toBe('over');
      expect(await gate.hold(idOf(all), { at: 0 })).toMatchObject({ state: 'closing', holds: [idOf(all)] });
    },
  );
});

describe('a root that remembers all by name, as it was', () => {
  const FULL = 15_700;
  const ids = Array.from({ length: FULL }, (_, at) => idOf(at));

  it('is read as it is, and forgets with the next who lets go', async () => {
    const { collection, old, time } = onDouble();
    const hold = idOf(16_000);
    await old('collection', ids.slice(0, 15_000), [hold]);
    time.now = START + 16_001 * HOUR;
    expect((await collection.read()).over).toHaveLength(15_000);
    expect(await refusalOf(collection.hold(ids[0]!, { at: 0 }))).toBe('over');

    await collection.release(hold, 9, time.now);

    const { over, forgotten } = await collection.read();
    expect([over.length, forgotten]).toEqual([REMEMBERED.keep, ids[15_000 - REMEMBERED.keep]]);
    expect(await refusalOf(collection.hold(ids[0]!, { at: 0 }))).toBe('stale-id');
    expect(await refusalOf(collection.hold(hold, { at: 0 }))).toBe('over');
  });

  it('that is full takes a hold all the same, of both gates', async () => {
    const { collection, reading, old, time } = onDouble();
    time.now = START + 16_001 * HOUR;
    for (const gate of ['collection', 'reading'] as const) await old(gate, ids);
    const incident = ulid(time.now);

    const { gates } = await pause({ collection, reading }, incident, { now: () => time.now }, 'r'.repeat(26));

    expect(gates.map(({ gate, epoch }) => [gate, epoch])).toEqual([
      ['collection', 10],
      ['reading', 10],
    ]);
    expect((await reading.read()).forgotten).toBe((await collection.read()).forgotten);
  });

  it('of a clock that is behind forgets nothing, and says why it cannot hold', async () => {
    const { collection, old } = onDouble();
    await old('collection', ids);
    await expect(collection.hold(idOf(16_000), { at: 0, by: 'r'.repeat(2_000) })).rejects.toThrow('Item size');
    expect((await collection.read()).over).toHaveLength(FULL);
  });
});

describe('an id that one gate has forgotten and the other has not', () => {
  const OLD = idOf(1);
  const limits = { most: 1, keep: 1, age: 0 };
  /** Gates of which the first remembers less. */
  const apart = async () => {
    const now = () => START + 100 * HOUR;
    const collection = memoryGate({ remembered: limits, now });
    const reading = memoryGate({ remembered: limits, now, bound: collection.forgotten });
    return { collection, reading, clock: { now } };
  };

  it('comes to hold neither: one alone could never be let go of', async () => {
    const { collection, reading, clock } = await apart();
    for (const at of [2, 3, 4]) {
      const { epoch } = await collection.hold(idOf(at), { at: 0 });
      await collection.markClosed(epoch, 0);
      await collection.release(idOf(at), epoch, 0);
    }
    expect([collection.forgotten(), reading.forgotten()]).toEqual([idOf(3), undefined]);

    expect(await refusalOf(pause({ collection, reading }, OLD, clock))).not.toBe('done');

    for (const gate of [collection, reading]) expect(await gate.read()).toMatchObject({ state: 'open', holds: [] });
  });

  it('that holds the first holds the second, whoever came and went meanwhile', async () => {
    const { collection, reading, clock } = await apart();
    const { epoch } = await collection.hold(OLD, { at: 0 });
    await collection.markClosed(epoch, 0);
    for (const gate of [collection, reading]) {
      for (const at of [2, 3, 4]) {
        const held = await gate.hold(idOf(at), { at: 0 });
        await gate.markClosed(held.epoch, 0);
        await gate.release(idOf(at), held.epoch, 0);
      }
    }

    const { gates } = await pause({ collection, reading }, OLD, clock);

    expect(gates).toHaveLength(2);
    expect((await reading.read()).holds).toEqual([OLD]);
  });
});
