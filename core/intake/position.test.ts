import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { padSequence } from '../gate/lane.ts';
import type { Refusal, View } from './decide.ts';
import type { StreamRecord } from './intake.ts';
import { dealtWith, nextSubjects, overtaken, type Position, passed, startOf, undecided } from './position.ts';

/** One record for each letter: its subject. They are numbered 1, 2, 3 ... */
const recordsOf = (subjects: string): StreamRecord[] =>
  [...subjects].map((partitionKey, at) => ({
    ...{ sequence: `${at + 1}`, partitionKey, arrival: 0, data: new Uint8Array() },
  }));
const viewAt = (checkpoint?: number): View => ({
  lane: { lane: 'l', state: 'open', ...(checkpoint !== undefined && { checkpoint: padSequence(`${checkpoint}`) }) },
  subjects: new Map(),
  lostKeys: new Map(),
});
const at = (subjects: string, change: Partial<Position> = {}): Position => ({
  ...startOf(recordsOf(subjects), viewAt()),
  ...change,
});
const numbers = (records: readonly StreamRecord[]) => records.map(({ sequence }) => Number(sequence));
const set = (...sequences: number[]) => new Set(sequences.map(String));
const refusals = (...sequences: number[]) => new Map(sequences.map((one) => [`${one}`, {} as Refusal]));

describe('a batch', () => {
  test.each([
    [undefined, [1, 2, 3]],
    [0, [1, 2, 3]],
    [1, [2, 3]],
    [2, [3]],
    [3, []],
    [9, []],
  ])('begins above the checkpoint %p: %p', (checkpoint, expected) => {
    const position = startOf(recordsOf('abc'), viewAt(checkpoint));
    expect([numbers(position.rest), position.limit, position.isEnd]).toEqual([expected, expected.length, false]);
    expect(numbers(overtaken(at('abc'), viewAt(checkpoint)).rest)).toEqual(expected);
  });

  test('compares sequence numbers as numbers', () => {
    const records = ['9', '10', '11'].map((sequence) => ({ ...recordsOf('a')[0]!, sequence }));
    expect(numbers(startOf(records, viewAt(9)).rest)).toEqual([10, 11]);
    expect(numbers(startOf(records, viewAt(10)).rest)).toEqual([11]);
  });
});

describe('the limit, when the checkpoint moves', () => {
  /** What is left and how much of it is worked on, by whoever moved the checkpoint past so many of five. */
  const moved = (limit: number, isEnd: boolean, count: number) => {
    const position = at('abcde', { limit, isEnd });
    return [passed(position, count), overtaken(position, viewAt(count))].map((one) => [
      one.rest.length,
      one.limit,
      one.isEnd,
    ]);
  };

  test.each([
    ['before it: as many fewer are worked on', 4, false, 2, [3, 2, false]],
    ['before it, where the batch ends', 4, true, 2, [3, 2, true]],
    ['to it: the others are taken then', 4, false, 4, [1, 1, false]],
    ['to it, where the batch ends: they are not', 4, true, 4, [1, 0, true]],
    ['to the end', 5, false, 5, [0, 0, false]],
  ])('%s', (_, limit, isEnd, count, expected) => {
    expect(moved(limit, isEnd, count)).toEqual([expected, expected]);
  });

  test('by somebody else beyond the end of the batch: whoever did knows what this one does not, and it goes on', () => {
    const { rest, limit, isEnd } = overtaken(at('abcde', { limit: 2, isEnd: true }), viewAt(3));
    expect([numbers(rest), limit, isEnd]).toEqual([[4, 5], 2, false]);
  });
});

describe('the next subjects', () => {
  const none = { alone: new Set<string>(), waiting: new Set<string>() };

  test('are those of undecided records below the limit, in their order, each once, as many as go together', () => {
    const position = at('abacbde', { limit: 6, done: set(1, 3), uncounted: refusals(4) });
    expect(nextSubjects(position, none, 9)).toEqual(['b', 'd']);
    expect(nextSubjects(at('abacbd'), none, 3)).toEqual(['a', 'b', 'c']);
    expect(nextSubjects(at(''), none, 3)).toEqual([]);
  });

  test('leave out who waits; who conflicts goes alone, after the others, the first first', () => {
    const some = { alone: new Set(['a', 'c']), waiting: new Set(['b']) };
    expect(nextSubjects(at('abcd'), some, 9)).toEqual(['d']);
    expect(nextSubjects(at('bca'), some, 9)).toEqual(['c']);
    expect(nextSubjects(at('b'), some, 9)).toEqual([]);
  });
});

test('what is dealt with and what is undecided, of any batch: by their definitions', () => {
  const some = fc.uniqueArray(fc.integer({ min: 1, max: 8 }));
  fc.assert(
    fc.property(fc.nat(8), some, some, fc.nat(8), (length, done, refused, limit) => {
      const position = at('abcdefgh'.slice(0, length), { limit, done: set(...done), uncounted: refusals(...refused) });
      const open = [...Array(Math.min(length, limit)).keys()]
        .map((index) => index + 1)
        .filter((one) => !done.includes(one) && !refused.includes(one));

      expect(numbers(undecided(position))).toEqual(open);
      expect(dealtWith(position)).toHaveLength(open[0] === undefined ? Math.min(length, limit) : open[0] - 1);
    }),
  );
});
