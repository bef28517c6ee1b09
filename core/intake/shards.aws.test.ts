import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';
import { awsShards } from './shards.aws.ts';

const MINUTE = 60_000;
const SIXTEENTH = 2n ** 124n;

/** A stream of shards that each cover a sixteenth, listed two at a time; what was asked is noted. */
function stream(...names: string[]) {
  const state = { names, created: 1_764_072_000_999, now: 0, fails: false, summaries: 0, lists: [] as object[] };
  const send = async (command: { input: { NextToken?: string } } & object) => {
    if (state.fails) throw new Error('LimitExceededException');
    if (command.constructor.name === 'DescribeStreamSummaryCommand') {
      state.summaries++;
      if ((command.input as { StreamName?: string }).StreamName !== 'frames') throw new Error('no such stream');
      return { StreamDescriptionSummary: { StreamCreationTimestamp: new Date(state.created) } };
    }
    state.lists.push(command.input);
    const from = Number(command.input.NextToken ?? 0);
    const Shards = state.names.slice(from, from + 2).map((ShardId, at) => {
      const [start, end] = [SIXTEENTH * BigInt(from + at), SIXTEENTH * BigInt(from + at + 1) - 1n];
      return { ShardId, HashKeyRange: { StartingHashKey: `${start}`, EndingHashKey: `${end}` } };
    });
    return { Shards, ...(from + 2 < state.names.length && { NextToken: `${from + 2}` }) };
  };
  const kinesis = { send } as never as KinesisClient;
  return { state, shards: awsShards({ kinesis, stream: 'frames', clock: { now: () => state.now } }) };
}

test('a shard is found on whatever page it is, with its lane and its ends as 32 hex digits', async () => {
  const { state, shards } = stream('a', 'b', 'c', 'd', 'e');

  expect(await shards.find('a')).toEqual({
    lane: 'frames/1764072000/a',
    hashFrom: '0'.repeat(32),
    hashTo: `0${'f'.repeat(31)}`,
  });
  expect(await shards.find('e')).toEqual({
    lane: 'frames/1764072000/e',
    hashFrom: `4${'0'.repeat(31)}`,
    hashTo: `4${'f'.repeat(31)}`,
  });
  expect(state.summaries).toBe(1);
  // A token goes alone.
  expect(state.lists).toEqual([{ StreamName: 'frames' }, { NextToken: '2' }, { NextToken: '4' }]);
});

test('what is known is kept for five minutes; then a stream made anew has new lanes', async () => {
  const { state, shards } = stream('a');
  await shards.find('a');
  state.created += 7_000;
  state.now = 5 * MINUTE - 1;
  expect((await shards.find('a')).lane).toBe('frames/1764072000/a');
  state.now = 5 * MINUTE;
  expect((await shards.find('a')).lane).toBe('frames/1764072007/a');
  expect(state.summaries).toBe(2);
});

test('a shard that came to be since is looked for at once, and one that never was is an error', async () => {
  const { state, shards } = stream('a');
  await shards.find('a');
  state.names.push('b');
  expect((await shards.find('b')).lane).toBe('frames/1764072000/b');
  await expect(shards.find('z')).rejects.toThrow('stream frames has no shard z');
});

test('a look that failed is not kept, and does not take away a newer one', async () => {
  const { state, shards } = stream('a');
  state.fails = true;
  await expect(shards.find('a')).rejects.toThrow('LimitExceeded');
  await expect(shards.find('a')).rejects.toThrow('LimitExceeded');
  state.fails = false;
  expect((await shards.find('a')).lane).toBe('frames/1764072000/a');

  state.now = 5 * MINUTE;
  state.fails = true;
  const failing = shards.find('a');
  state.fails = false;
  const good = shards.lanes();
  await expect(failing).rejects.toThrow('LimitExceeded');
  expect((await shards.find('a')).lane).toBe('frames/1764072000/a');
  expect(await good).toEqual(new Set(['frames/1764072000/a']));
  expect(state.summaries).toBe(2);
});

test('all lanes are those that the stream has now', async () => {
  const { state, shards } = stream('a', 'b', 'c');
  await shards.find('a');
  state.names.splice(1, 1);
  expect(await shards.lanes()).toEqual(new Set(['frames/1764072000/a', 'frames/1764072000/c']));
});
