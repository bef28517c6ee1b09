/** What no emulator shows: conflicts with transactions, time-outs, a root that was lost. */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { doubles } from '../../test/contracts/cloud.ts';
import { gateContracts } from '../../test/contracts/gate.ts';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsCollectionGate, awsReadingGate } from './gate.aws.ts';
import type { GateStore } from './gate.ts';
import { establishLane } from './lane.ts';
import { pause } from './pause.ts';

const common = { gateTable: 'Gate', clock: { now: () => 0 } };
const collection = (ddb: DynamoDBClient) => awsCollectionGate({ ddb, lanesTable: 'Lanes', ...common });
const reading = (ddb: DynamoDBClient) => awsReadingGate({ ddb, ledgerTable: 'Ledger', ...common });
gateContracts(doubles());

const metadata = { $metadata: {}, message: '' };
const named = (name: string) => Object.assign(new Error(name), { name });
const conflict = () => named('TransactionConflictException');
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...metadata, CancellationReasons: codes.map((Code) => ({ Code })) });

interface Call {
  command: string;
  input: Record<string, unknown>;
  requestTimeout: number | undefined;
}
type Answer = object | Error;

/** A client that answers each call with the next of its answers, or by a function of it. */
function scripted(answers: Answer[] | ((call: Call, calls: Call[]) => Answer), initialise = true) {
  const calls: Call[] = [];
  const send = async (command: { input: object }, options?: { requestTimeout?: number }) => {
    const call = {
      command: command.constructor.name,
      input: command.input as Record<string, unknown>,
      requestTimeout: options?.requestTimeout,
    };
    calls.push(call);
    const answer = Array.isArray(answers) ? answers[calls.length - 1] : answers(call, calls);
    if (answer instanceof Error) throw answer;
    if (!answer) throw new Error(`call ${calls.length} was not expected: ${call.command}`);
    return answer;
  };
  let time = 0;
  const gate = awsCollectionGate({
    ddb: { send } as unknown as DynamoDBClient,
    gateTable: 'Gate',
    lanesTable: 'Lanes',
    clock: { now: () => 0 },
    initialise,
    persistence: {
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
    },
  });
  return { gate, calls };
}

const closedAt = (epoch: number, checkpoint?: string) => ({
  Attributes: {
    state: { S: 'closed' },
    epoch: { N: `${epoch}` },
    ...(checkpoint && { checkpoint: { S: checkpoint } }),
  },
});

describe('a root of earlier versions', () => {
  const item = (more: object) => ({
    pk: { S: 'collection' },
    epoch: { N: '4' },
    since: { N: '9' },
    ...more,
  });
  const released = { M: { incident: { S: 'old' }, epoch: { N: '2' } } };

  it.each([
    ['open', item({ state: { S: 'open' }, holds: { M: {} }, released }), { state: 'open', holds: [], over: ['old'] }],
    [
      'held',
      item({ state: { S: 'closed' }, holds: { M: { one: { N: '7' } } }, released }),
      { state: 'closed', holds: ['one'], over: ['old'], placed: new Map([['one', { at: 7 }]]) },
    ],
    ['never released', item({ state: { S: 'open' }, holds: { M: {} } }), { state: 'open', holds: [], over: [] }],
    [
      'held by two, one by name',
      item({
        state: { S: 'closing' },
        holds: { M: { two: { M: { at: { N: '8' }, by: { S: 'rita' } } }, one: { N: '7' } } },
      }),
      {
        ...{ state: 'closing', holds: ['one', 'two'], over: [] },
        placed: new Map([
          ['one', { at: 7 }],
          ['two', { at: 8, by: 'rita' }],
        ]),
      },
    ],
  ])('is read: %s', async (_name, Item, expected) => {
    const { gate } = scripted([{ Item }]);
    expect(await gate.read()).toStrictEqual({ epoch: 4, since: 9, placed: new Map(), ...expected });
  });

  it('remembers who let go last: that incident cannot hold it again, others can, and let go', async () => {
    const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
    const ddb = tables.client();
    const Item = item({ state: { S: 'open' }, holds: { M: {} }, released });
    await ddb.send(new PutItemCommand({ TableName: 'Gate', Item }));
    const gate = collection(ddb);
    await expect(gate.hold('old', { at: 10 })).rejects.toMatchObject({ reason: 'over' });
    await gate.hold('new', { at: 10 });
    await expect(gate.hold('old', { at: 10 })).rejects.toMatchObject({ reason: 'over' });
    await gate.markClosed(5, 11);
    expect(await gate.release('new', 5, 11)).toMatchObject({
      state: 'open',
      over: expect.arrayContaining(['new', 'old']),
    });
  });

  it('that is held by the one who let go last, as could be then, is not stuck: it lets go as any other', async () => {
    const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
    const ddb = tables.client();
    const Item = item({ state: { S: 'closed' }, holds: { M: { old: { N: '7' } } }, released });
    await ddb.send(new PutItemCommand({ TableName: 'Gate', Item }));
    const gate = collection(ddb);
    expect(await gate.hold('old', { at: 10 })).toMatchObject({ state: 'closed', epoch: 4, holds: ['old'] });
    expect(await gate.release('old', 4, 11)).toMatchObject({ state: 'open', holds: [], over: ['old'] });
  });
});

it('keeps of a lane that retires what it had admitted, until it is opened again', async () => {
  const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
  const gate = collection(tables.client());
  await gate.read();
  await establishLane(gate, 'counted', 1);
  await establishLane(gate, 'idle', 1);
  await tables.client().send(
    new UpdateItemCommand({
      TableName: 'Lanes',
      Key: { lane: { S: 'counted' } },
      UpdateExpression: 'ADD admitted :five',
      ExpressionAttributeValues: { ':five': { N: '5' } },
    }),
  );
  const retired = () => tables.items('Lanes').map(({ retired: one }) => one?.N);
  for (const lane of ['counted', 'idle']) await gate.retireLane(lane);
  expect(retired()).toEqual(['5', '0']);
  await gate.addLane('counted');
  expect(retired()).toEqual(['5', '0']);
  await gate.openLane('counted', 1);
  expect(retired()).toEqual([undefined, '0']);
});

it('both gates live in one table, each with a root and a registry of its own, as the data model has them', async () => {
  const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'], Ledger: ['chain', 'seq'] });
  const gates = [collection(tables.client()), reading(tables.client())] as const;
  for (const [at, lane] of (['shard', 'c0'] as const).entries()) {
    await gates[at]!.read();
    await gates[at]!.addLane(lane);
  }
  await gates[0].hold('one', { at: 10 });
  await gates[0].hold('two', { at: 11, by: 'rita' });
  const holds = { one: { N: '10' }, two: { M: { at: { N: '11' }, by: { S: 'rita' } } } };
  expect(tables.items('Gate')).toStrictEqual([
    { pk: { S: 'collection' }, state: { S: 'closing' }, epoch: { N: '2' }, holds: { M: holds }, since: { N: '10' } },
    { pk: { S: 'collection#lanes' }, lanes: { SS: ['shard'] } },
    { pk: { S: 'reading' }, state: { S: 'open' }, epoch: { N: '1' }, holds: { M: {} }, since: { N: '0' } },
    { pk: { S: 'reading#lanes' }, lanes: { SS: ['c0'] } },
  ]);
  expect(tables.items('Lanes')).toStrictEqual([{ lane: { S: 'shard' }, state: { S: 'closed' } }]);
  expect(tables.items('Ledger')).toStrictEqual([{ chain: { S: 'c0' }, seq: { N: '0' }, state: { S: 'closed' } }]);
});

it('of a chain, the number of its entries tells where it stood, and nothing is noted when it retires', async () => {
  const tables = dynamoDouble({ Gate: ['pk'], Ledger: ['chain', 'seq'] });
  const gate = reading(tables.client());
  const head = { chain: { S: 'c0' }, seq: { N: '0' }, length: { N: '3' } };
  await tables.client().send(new PutItemCommand({ TableName: 'Ledger', Item: head }));
  const stood = { lane: 'c0', checkpoint: '3' };
  expect([await gate.closeLane('c0', 2), await gate.closeLane('c0', 2)]).toEqual([stood, stood]);
  await gate.retireLane('c0');
  expect(tables.items('Ledger')).toStrictEqual([{ ...head, state: { S: 'closed' } }]);
  const before = async () => Promise.reject(new ConditionalCheckFailedException(metadata));
  expect(await reading(tables.client({ before })).closeLane('c0', 2)).toStrictEqual({ lane: 'c0' });
});

/** A caller whose second update of the root comes after somebody else has moved it. */
const overtaken = async (
  prepare: (gate: GateStore) => Promise<unknown>,
  meanwhile: (gate: GateStore) => Promise<unknown>,
) => {
  const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
  const others = collection(tables.client());
  await prepare(others);
  let updates = 0;
  const before = async (operation: string) => {
    if (operation === 'UpdateItem' && ++updates === 2) await meanwhile(others);
  };
  return collection(tables.client({ before }));
};

it('a hold that finds the gate closed, and then joins, joins no gate that was opened in between', async () => {
  const gate = await overtaken(
    async (others) => {
      await others.hold('one', { at: 1 });
      await others.markClosed(2, 1);
    },
    (others) => others.release('one', 2, 2),
  );
  expect(await gate.hold('two', { at: 3 })).toMatchObject({ state: 'closing', epoch: 4, holds: ['two'] });
});

it('a release that was the last one opens nothing when somebody else holds by then', async () => {
  const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
  const others = collection(tables.client());
  await others.hold('one', { at: 1 });
  await others.markClosed(2, 1);
  let updates = 0;
  const before = async (operation: string) => {
    if (operation === 'UpdateItem' && ++updates === 1) await others.hold('two', { at: 2 });
  };
  const gate = collection(tables.client({ before }));
  expect(await gate.release('one', 2, 3)).toMatchObject({ state: 'closed', epoch: 2, holds: ['two'] });
});

describe('gate on DynamoDB', () => {
  it('closes a lane through conflicts, throttling and lost answers, with more patience each time', async () => {
    const answers = [conflict(), named('ThrottlingException'), named('TimeoutError'), conflict(), closedAt(2, '7')];
    const { gate, calls } = scripted(answers);
    expect(await gate.closeLane('lane', 2)).toEqual({ lane: 'lane', checkpoint: '7' });
    expect(calls.map(({ requestTimeout }) => requestTimeout)).toEqual([300, 600, 1_200, 2_400, 4_800]);
    for (const { input } of calls) expect(input).toEqual(calls[0]!.input);
  });

  it('takes a lane that is there already for done, and reads its checkpoint from the refusal', async () => {
    const Item = { state: { S: 'closed' }, epoch: { N: '2' }, checkpoint: { S: '9' } };
    const { gate } = scripted([new ConditionalCheckFailedException({ ...metadata, Item })]);
    expect(await gate.closeLane('lane', 2)).toEqual({ lane: 'lane', checkpoint: '9' });
  });

  it('does not go on against what no repeating helps', async () => {
    const { gate, calls } = scripted([named('AccessDeniedException')]);
    await expect(gate.closeLane('lane', 2)).rejects.toThrow('AccessDenied');
    expect(calls).toHaveLength(1);
  });

  it('gives up on a lane that never takes, and says so', async () => {
    const { gate, calls } = scripted(conflict);
    await expect(gate.closeLane('lane', 2)).rejects.toMatchObject({ name: 'SluiceError' });
    expect(calls.length).toBeGreaterThan(50);
  });

  it('pauses 100 lanes of which each conflicts with a commit several times', async () => {
    const lanes = Array.from({ length: 100 }, (_, at) => `lane-${at}`);
    const tries = new Map<string, number>();
    const closed = new Set<string>();
    const root = {
      state: { S: 'closed' },
      epoch: { N: '2' },
      since: { N: '0' },
      holds: { M: { incident: { N: '0' } } },
    };
    const { gate } = scripted(({ command, input }) => {
      if (command === 'GetItemCommand') return { Item: { lanes: { SS: lanes } } };
      if (input.TableName === 'Gate') return { Attributes: root };
      const lane = (input.Key as { lane: { S: string } }).lane.S;
      const done = (tries.get(lane) ?? 0) + 1;
      tries.set(lane, done);
      if (done <= 1 + (Number(lane.slice(5)) % 7)) return conflict();
      closed.add(lane);
      return closedAt(2);
    });
    const paused = await pause({ collection: gate }, 'incident', { now: () => 0 });
    expect(paused.gates[0]!.lanes).toHaveLength(100);
    expect(closed.size).toBe(100);
  });

  it('raises the epoch once when the answer of a hold was lost', async () => {
    const Item = {
      state: { S: 'closing' },
      epoch: { N: '2' },
      since: { N: '5' },
      holds: { M: { incident: { N: '5' } } },
    };
    const lost = [
      named('TimeoutError'), // it took
      new ConditionalCheckFailedException({ ...metadata, Item }),
    ];
    const { gate } = scripted(lost);
    expect(await gate.hold('incident', { at: 5 })).toMatchObject({ epoch: 2, holds: ['incident'] });
  });

  it('makes the root of a new program through conflicts, and takes the one that somebody else made', async () => {
    const { gate, calls } = scripted([
      ...[{}, cancelled('TransactionConflict', 'None'), cancelled()],
      ...[cancelled('ConditionalCheckFailed', 'None'), { Item: root }],
    ]);
    expect(await gate.read()).toMatchObject({ state: 'open', epoch: 1 });
    expect(calls).toHaveLength(5);
  });

  it('does not open a program again whose root was lost, and has lanes', async () => {
    const { gate } = scripted([{}, cancelled('None', 'ConditionalCheckFailed')]);
    await expect(gate.read()).rejects.toThrow('lanes but no root');
  });

  it('is closed at epoch 0, and writes nothing, to a caller that may not make the root', async () => {
    const { gate, calls } = scripted([{}], false);
    expect(await gate.read()).toStrictEqual({
      ...{ state: 'closed', epoch: 0, holds: [], since: 0 },
      ...{ over: [], placed: new Map() },
    });
    expect(calls.map(({ command }) => command)).toEqual(['GetItemCommand']);
  });

  it('takes a lane for open when the answer of its opening was lost', async () => {
    const Item = { state: { S: 'open' }, epoch: { N: '3' } };
    const failed = new TransactionCanceledException({
      ...metadata,
      CancellationReasons: [{ Code: 'None' }, { Code: 'None' }, { Code: 'ConditionalCheckFailed', Item }],
    });
    const { gate } = scripted([cancelled('TransactionConflict', 'None', 'None'), named('TimeoutError'), failed]);
    expect(await gate.openLane('lane', 3)).toBe(true);
  });

  const root = { state: { S: 'open' }, epoch: { N: '1' }, since: { N: '0' }, holds: { M: {} } };
  const without = (name: keyof typeof root) => Object.fromEntries(Object.entries(root).filter(([one]) => one !== name));
  it.each<[string, object]>([
    ['another state', { ...root, state: { S: 'ajar' } }],
    ...(['state', 'epoch', 'since', 'holds'] as const).map((name): [string, object] => [`no ${name}`, without(name)]),
  ])('cannot read a root with %s: fails closed', async (_name, Item) => {
    const { gate } = scripted([{ Item }]);
    await expect(gate.read()).rejects.toThrow('the root of the gate cannot be read');
  });

  it('does not say that a gate is closed whose root is gone', async () => {
    const { gate } = scripted([new ConditionalCheckFailedException(metadata)]);
    await expect(gate.markClosed(2, 5)).rejects.toThrow('the root of the gate cannot be read');
  });

  it.each<[string, Answer[], (gate: GateStore) => Promise<unknown>]>([
    ['a read', [{ Item: root }], (gate) => gate.read()],
    ['a look at the registry', [{ Item: {} }], (gate) => gate.lanes()],
    ['a new lane', [{ Attributes: {} }, {}], (gate) => gate.addLane('lane')],
    ['an opening', [{}], (gate) => gate.openLane('lane', 1)],
    ['a retirement', [{}], (gate) => gate.retireLane('lane')],
  ])(
    '%s is repeated with more patience, until it is denied; what is read is consistent',
    async (_name, answers, run) => {
      const { gate, calls } = scripted(answers.flatMap((answer) => [named('TimeoutError'), answer]));
      await run(gate);
      expect(calls.map(({ requestTimeout }) => requestTimeout)).toEqual(answers.flatMap(() => [300, 600]));
      for (const { command, input } of calls)
        if (command === 'GetItemCommand') expect(input).toMatchObject({ ConsistentRead: true });

      const denied = scripted([...answers.slice(1), named('AccessDeniedException')]);
      await expect(run(denied.gate)).rejects.toThrow('AccessDenied');
      expect(denied.calls).toHaveLength(answers.length);
    },
  );

  it('a hold asks once, one that joins twice, a release looks before it asks', async () => {
    const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
    let requests = 0;
    const before = async () => void requests++;
    const gate = collection(tables.client({ before }));
    await gate.read();
    const asked: number[] = [];
    for (const step of [
      () => gate.hold('one', { at: 1 }),
      () => gate.hold('two', { at: 2 }),
      () => gate.markClosed(2, 3),
      () => gate.release('one', 2, 4),
      () => gate.release('two', 2, 4),
    ]) {
      requests = 0;
      await step();
      asked.push(requests);
    }
    expect(asked).toEqual([1, 2, 1, 2, 2]);
  });
});
