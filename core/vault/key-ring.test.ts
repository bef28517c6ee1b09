import { describe, expect, test } from '@jest/globals';
import { createKeyCache } from './key-cache.ts';
import { keyRingContract } from './key-ring.contract.ts';
import { memoryKeyRing } from './key-ring.memory.ts';

describe('key ring in memory', () => {
  keyRingContract(async () => {
    const keys = new Map<string, Uint8Array>();
    return { ring: (clock) => memoryKeyRing({ keys, clock }) };
  });
});

describe('key cache', () => {
  const setup = (options: { minutes?: number; size?: number } = {}) => {
    let now = 0;
    const asked: string[] = [];
    const fail = new Set<string>();
    const cache = createKeyCache({
      ...options,
      clock: { now: () => now },
      async unwrap(key) {
        asked.push(key);
        const fails = fail.has(key);
        await new Promise(setImmediate);
        if (fails) throw new Error('away');
        return new Uint8Array(32).fill(asked.length);
      },
    });
    return { cache, asked, fail, pass: (minutes: number) => (now += minutes * 60_000) };
  };

  test('asks once for all that ask at the same time', async () => {
    const { cache, asked } = setup();
    await Promise.all(Array.from({ length: 64 }, () => cache.open('a')));
    expect(asked).toEqual(['a']);
  });

  test('asks again after its minutes, and not before', async () => {
    const { cache, asked, pass } = setup({ minutes: 5 });
    await cache.open('a');
    pass(4.9);
    await cache.open('a');
    expect(asked).toHaveLength(1);
    pass(0.1);
    await cache.open('a');
    expect(asked).toHaveLength(2);
  });

  test('keeps no failure', async () => {
    const { cache, asked, fail } = setup();
    fail.add('a');
    await expect(cache.open('a')).rejects.toThrow('away');
    fail.clear();
    await cache.open('a');
    expect(asked).toHaveLength(2);
  });

  test('a failure that comes late takes no key away that was fetched since', async () => {
    const { cache, asked, fail } = setup();
    fail.add('a');
    const late = cache.open('a').catch((error: Error) => error.message);
    cache.forget('a');
    fail.clear();
    expect(await Promise.all([late, cache.open('a')])).toEqual(['away', new Uint8Array(32).fill(2)]);
    await cache.open('a');
    expect(asked).toHaveLength(2);
  });

  test('a key forgotten while it is fetched is not kept', async () => {
    const { cache, asked } = setup();
    const opening = cache.open('a');
    cache.forget('a');
    await opening;
    await cache.open('a');
    expect(asked).toHaveLength(2);
  });

  test('one that was fetched again is not the one that was unused for longest', async () => {
    const { cache, asked, pass } = setup({ minutes: 5, size: 2 });
    await cache.open('a');
    pass(4);
    await cache.open('b');
    pass(1);
    for (const key of ['a', 'c', 'a']) await cache.open(key);
    expect(asked).toEqual(['a', 'b', 'a', 'c']);
  });

  test('lets the one go that was unused for longest', async () => {
    const { cache, asked } = setup({ size: 2 });
    await cache.open('a');
    await cache.open('b');
    await cache.open('a');
    await cache.open('c');
    await cache.open('a');
    expect(asked).toEqual(['a', 'b', 'c']);
    await cache.open('b');
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });
});
