/** Mappings that come, go, pause and change, over shards that split. */
import { expect, test } from '@jest/globals';
import { EventSource } from './event-source.ts';
import type { MappingConfiguration } from './mapping.ts';
import type { Checkpoints } from './ports.ts';
import type { Shard } from './shards.ts';

const mapping: MappingConfiguration = {
  UUID: 'm',
  EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
  FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  State: 'Enabled',
  StartingPosition: 'TRIM_HORIZON',
};

/** A stream of shards with numbered records; a shard that is closed ends after its last one. */
function stage(shards: (Shard & { records: number; closed: boolean })[]) {
  const sent: string[] = [];
  const positions = new Map<string, string>();
  const finished = new Set<string>();
  const logged: string[] = [];
  const checkpoints: Checkpoints = {
    since: () => 0,
    position: (_mapping, shard) => positions.get(shard),
    isFinished: (_mapping, shard) => finished.has(shard),
    advance: (_mapping, shard, number) => positions.set(shard, number),
    finish: (_mapping, shard) => finished.add(shard),
    keep: () => {},
  };
  let configurations: MappingConfiguration[] = [];
  const stop = new AbortController();
  let turns = 0;
  let plan: (turn: number) => void = () => {};
  const source = new EventSource({
    mappings: async () => {
      turns += 1;
      plan(turns);
      if (turns > 60) stop.abort();
      return configurations;
    },
    connect: async () => ({
      stream: {
        shards: async () => shards,
        iterator: async (id, position) => `${id}:${position.at === 'AFTER' ? position.sequenceNumber : 0}`,
        read: async (iterator) => {
          const [id, from] = iterator.split(':') as [string, string];
          const shard = shards.find((each) => each.id === id)!;
          const numbers = Array.from({ length: shard.records - Number(from) }, (_, place) =>
            String(Number(from) + place + 1),
          );
          const records = numbers.map((sequenceNumber) => ({
            sequenceNumber,
            partitionKey: id,
            data: new Uint8Array(),
            arrival: 0,
          }));
          return { records, next: shard.closed ? undefined : `${id}:${shard.records}` };
        },
      },
      function: {
        invoke: async (payload) => {
          const { Records } = JSON.parse(payload);
          for (const { eventID } of Records) sent.push(eventID);
          return { kind: 'returned', payload: '' };
        },
      },
      failures: { send: async () => {} },
      origin: { streamArn: mapping.EventSourceArn!, region: 'us-east-1', roleArn: 'role' },
    }),
    checkpoints,
    clock: { now: () => turns, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
    log: (line) => logged.push(line),
    random: () => 0,
  });
  return {
    sent,
    logged,
    async play(script: (turn: number, set: (next: MappingConfiguration[]) => void) => void) {
      plan = (turn) => script(turn, (next) => (configurations = next));
      await source.run(stop.signal);
    },
  };
}

test('a parent shard is finished before its children begin', async () => {
  const scene = stage([
    { id: 'a', parent: 'p', records: 2, closed: false },
    { id: 'p', records: 3, closed: true },
  ]);
  await scene.play((turn, set) => turn === 1 && set([mapping]));
  expect(scene.sent).toEqual(['p:1', 'p:2', 'p:3', 'a:1', 'a:2']);
});

test('a disabled mapping is paused, and goes on where it stopped', async () => {
  const shard = { id: 's', records: 2, closed: false };
  const scene = stage([shard]);
  let whilePaused = -1;
  await scene.play((turn, set) => {
    if (turn === 1) set([mapping]);
    if (turn === 15) set([{ ...mapping, State: 'Disabled' }]);
    if (turn === 20) shard.records = 5;
    if (turn === 35) whilePaused = scene.sent.length;
    if (turn === 36) set([mapping]);
  });
  expect(whilePaused).toBe(2);
  expect(scene.sent).toEqual(['s:1', 's:2', 's:3', 's:4', 's:5']);
});

test('a mapping that is deleted is no longer served', async () => {
  const shard = { id: 's', records: 1, closed: false };
  const scene = stage([shard]);
  await scene.play((turn, set) => {
    if (turn === 1) set([mapping]);
    if (turn === 15) set([]);
    if (turn === 20) shard.records = 2;
  });
  expect(scene.sent).toEqual(['s:1']);
});

test('a mapping with settings that are not honoured is named, once, and not served', async () => {
  const scene = stage([{ id: 's', records: 1, closed: false }]);
  await scene.play((turn, set) => turn === 1 && set([{ ...mapping, TumblingWindowInSeconds: 30 }]));
  expect(scene.sent).toEqual([]);
  expect(scene.logged).toEqual([expect.stringContaining('NOT SERVED')]);
});
