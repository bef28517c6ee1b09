import { expect, test } from '@jest/globals';
import { memoryGate } from '../gate/gate.memory.ts';
import { retireEndedLanes } from './retire.ts';

const setup = async () => {
  const gate = memoryGate();
  for (const lane of ['s/1/a', 's/2/a', 's/2/b']) {
    await gate.addLane(lane);
    await gate.openLane(lane, 1);
  }
  return gate;
};
const shards = (...lanes: string[]) => ({ lanes: async () => new Set(lanes) });

test('lanes without a shard leave the directory, closed, and keep their rows', async () => {
  const gate = await setup();
  gate.rows.get('s/1/a')!.checkpoint = '7';

  const ended = await retireEndedLanes(gate, shards('s/2/a', 's/2/b', 's/2/c'));

  expect(ended).toEqual(['s/1/a']);
  expect(await gate.lanes()).toEqual(['s/2/a', 's/2/b']);
  expect(gate.rows.get('s/1/a')).toEqual({ state: 'closed', checkpoint: '7' });
  expect(gate.admits('s/2/a', 1)).toBe(true);
});

test('a dry run says which, and retires none', async () => {
  const gate = await setup();
  expect(await retireEndedLanes(gate, shards('s/2/a'), true)).toEqual(['s/1/a', 's/2/b']);
  expect(await gate.lanes()).toHaveLength(3);
});

test('a stream that names no shard retires nothing', async () => {
  const gate = await setup();
  await expect(retireEndedLanes(gate, shards())).rejects.toThrow('no shard');
  expect(await gate.lanes()).toHaveLength(3);
});

test('a shard that comes to be while it is looked keeps its lane: the registry is read before the stream', async () => {
  const gate = await setup();
  const living = new Set(['s/2/a', 's/2/b']);
  // A split, whose child a redactor takes up at once.
  const split = async () => {
    living.add('s/2/c');
    await gate.addLane('s/2/c');
    await gate.openLane('s/2/c', 1);
  };
  const between = {
    // Whichever is read first, the split comes between the two reads.
    gate: {
      ...gate,
      lanes: async () => {
        const lanes = await gate.lanes();
        if (!living.has('s/2/c')) await split();
        return lanes;
      },
    },
    shards: {
      lanes: async () => {
        const lanes = new Set(living);
        if (!living.has('s/2/c')) await split();
        return lanes;
      },
    },
  };
  expect(await retireEndedLanes(between.gate, between.shards)).toEqual(['s/1/a']);
  expect(gate.admits('s/2/c', 1)).toBe(true);
});
