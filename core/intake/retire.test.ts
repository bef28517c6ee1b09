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
