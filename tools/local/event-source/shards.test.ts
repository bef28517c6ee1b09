import { expect, test } from '@jest/globals';
import { isChild, readableShards } from './shards.ts';

const split = [{ id: 'p' }, { id: 'a', parent: 'p' }, { id: 'b', parent: 'p' }];
const merged = [{ id: 'a' }, { id: 'b' }, { id: 'm', parent: 'a', adjacentParent: 'b' }];
const ids = (shards: { id: string }[], ...finished: string[]) =>
  readableShards(shards, (id) => finished.includes(id)).map((shard) => shard.id);

test('children of a split wait for their parent to be read to its end', () => {
  expect(ids(split)).toEqual(['p']);
  expect(ids(split, 'p')).toEqual(['a', 'b']);
});

test('the child of a merge waits for both parents', () => {
  expect(ids(merged)).toEqual(['a', 'b']);
  expect(ids(merged, 'a')).toEqual(['b']);
  expect(ids(merged, 'a', 'b')).toEqual(['m']);
});

test('a parent that has expired is not waited for', () => {
  expect(ids(split.slice(1))).toEqual(['a', 'b']);
});

test('a shard that is finished is not read again', () => {
  expect(ids([{ id: 'p' }], 'p')).toEqual([]);
});

test('a child is read from its beginning', () => {
  expect(split.map(isChild)).toEqual([false, true, true]);
});
