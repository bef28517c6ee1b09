import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { laneKey, openingPause, padSequence, parseLaneKey } from './lane.ts';

describe('sequence numbers', () => {
  it('compare as texts as they do as numbers', () => {
    const sequence = fc.bigInt({ min: 0n, max: 10n ** 129n - 1n });
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        const [x, y] = [padSequence(a.toString()), padSequence(b.toString())];
        expect(x).toHaveLength(129);
        expect(x < y).toBe(a < b);
        expect(x === y).toBe(a === b);
      }),
    );
  });

  it.each(['', '-1', '1.5', '1e3', ' 1', '9'.repeat(130)])('are not %j', (text) => {
    expect(() => padSequence(text)).toThrow('129 digits');
  });
});

describe('lane keys', () => {
  it('come back as they were', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,128}$/);
    fc.assert(
      fc.property(name, fc.nat(), name, (stream, createdSeconds, shard) => {
        const lane = { stream, createdSeconds, shard };
        expect(parseLaneKey(laneKey(lane))).toEqual(lane);
      }),
    );
  });

  it('are not made of what would be another lane', () => {
    const made = (over: object) => () => laneKey({ stream: 'a', createdSeconds: 1, shard: 'b', ...over });
    for (const over of [{ stream: 'a/1' }, { shard: 'b/c' }, { stream: '' }, { shard: '' }])
      expect(made(over)).toThrow('a lane needs stream and shard');
    for (const createdSeconds of [1.5, -1, 2 ** 53])
      expect(made({ createdSeconds })).toThrow('creation time in seconds');
    for (const key of ['', 'a/b/c', 'a/1/', '/1/b', 'a/1/b/c', 'a/b/1/c', 'a/1'])
      expect(() => parseLaneKey(key)).toThrow('key of a lane');
  });
});

it('lanes of many shards are opened at different times within two seconds, a new one at once', () => {
  expect([0, 0.25, 0.999].map((random) => openingPause(3, random))).toEqual([0, 500, 1998]);
  expect(openingPause(undefined, 0.5)).toBe(0);
});
