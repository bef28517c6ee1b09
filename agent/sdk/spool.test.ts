import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDiskSpool } from './disk-spool.ts';
import { SpoolError } from './errors.ts';
import { advance, createMemorySpool, type Spool } from './spool.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-spool-'));
});
afterEach(() => rm(folder, { recursive: true }));

const disk = () => createDiskSpool({ folder, device: 'device-1' });
const add = (spool: Spool) => spool.add('subject-a', (number) => Buffer.from(`sealed ${number}`));

test('acknowledgements in any order, some twice, end where counting them does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 })), (numbers) => {
      let progress = { high: 30, acked: 0, ahead: [] as number[] };
      for (const number of numbers) progress = advance(progress, [number]);
      let expected = 0;
      while (numbers.includes(expected + 1)) expected++;
      expect(progress.acked).toBe(expected);
      expect(progress.ahead).toEqual([...new Set(numbers)].filter((n) => n > expected).sort((a, b) => a - b));
      expect(advance({ high: 30, acked: 0, ahead: [] }, numbers)).toEqual(progress);
    }),
  );
});

describe.each([
  ['memory', async () => createMemorySpool()],
  ['disk', disk],
])('a spool in %s', (_, create) => {
  test('numbers frames 1, 2, 3, also when asked at once', async () => {
    const spool = await create();
    const frames = await Promise.all([add(spool), add(spool), add(spool)]);
    expect(frames.map((frame) => frame.number)).toEqual([1, 2, 3]);
    expect(spool.pending()).toEqual([1, 2, 3]);
    expect(Buffer.from((await spool.read(2)).data).toString()).toBe('sealed 2');
    expect(spool.bytes()).toBe(24);
    await spool.close();
  });

  test('forgets what was acknowledged, and knows how far it is whole', async () => {
    const spool = await create();
    for (let at = 0; at < 4; at++) await add(spool);
    await spool.acknowledge([1, 3]);
    expect([spool.acked(), spool.pending(), spool.bytes()]).toEqual([1, [2, 4], 16]);
    await spool.acknowledge([2]);
    expect([spool.acked(), spool.pending()]).toEqual([3, [4]]);
    await expect(spool.read(1)).rejects.toThrow();
    await spool.close();
  });

  test('a frame that cannot be sealed uses no number', async () => {
    const spool = await create();
    await expect(
      spool.add('subject-a', () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await add(spool)).number).toBe(1);
    await spool.close();
  });
});

describe('a spool on disk', () => {
  /** As after kill -9: the lock stays, of a process that is gone. */
  const crash = () => writeFile(join(folder, 'lock'), '999999999');

  test('comes back after a crash with its frames and numbers', async () => {
    const before = await disk();
    for (let at = 0; at < 5; at++) await add(before);
    await before.acknowledge([1, 2, 4, 5]);
    await crash();

    const after = await disk();

    expect([after.pending(), after.acked()]).toEqual([[3], 2]);
    expect(Buffer.from((await after.read(3)).data).toString()).toBe('sealed 3');
    expect((await after.read(3)).subject).toBe('subject-a');
    expect((await add(after)).number).toBe(6);
    await after.close();
  });

  test('never gives a number twice, wherever it crashes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constant('add' as const), fc.constant('crash' as const), fc.nat(9)), { maxLength: 25 }),
        async (steps) => {
          await rm(folder, { recursive: true, force: true });
          let spool = await disk();
          const given: number[] = [];
          for (const step of steps) {
            if (step === 'add') given.push((await add(spool)).number);
            else if (step === 'crash') {
              await crash();
              spool = await disk();
            } else if (spool.pending().length > 0) {
              await spool.acknowledge([spool.pending()[step % spool.pending().length]!]);
            }
          }
          expect(given).toEqual(given.map((__, at) => at + 1));
          expect(spool.pending().length + spool.acked()).toBeLessThanOrEqual(given.length);
          await spool.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a half-written frame of a crash is removed, its number given anew', async () => {
    const before = await disk();
    await add(before);
    await writeFile(join(folder, 'frames', '0000000000000002.subject-a.frame.new'), 'half');
    await crash();
    const after = await disk();
    expect(after.pending()).toEqual([1]);
    expect(await readdir(join(folder, 'frames'))).toEqual(['0000000000000001.subject-a.frame']);
    expect((await add(after)).number).toBe(2);
    await after.close();
  });

  test('a frame that was acknowledged just before a crash is not sent again', async () => {
    const before = await disk();
    for (let at = 0; at < 3; at++) await add(before);
    await before.acknowledge([1, 3]);
    for (const number of [1, 3])
      await writeFile(join(folder, 'frames', `000000000000000${number}.subject-a.frame`), 'x');
    await crash();
    const after = await disk();
    expect(after.pending()).toEqual([2]);
    expect((await add(after)).number).toBe(4);
    await after.close();
  });

  test('is one process only', async () => {
    const spool = await disk();
    await expect(disk()).rejects.toThrow(SpoolError);
    await spool.close();
    await (await disk()).close();
  });

  test('is one device only, and a damaged progress is no reason to guess', async () => {
    const spool = await disk();
    await add(spool);
    await spool.acknowledge([1]);
    await spool.close();
    await expect(createDiskSpool({ folder, device: 'device-2' })).rejects.toThrow('of device device-1');
    await writeFile(join(folder, 'progress.json'), (await readFile(join(folder, 'progress.json'))).subarray(0, 20));
    await expect(disk()).rejects.toThrow('damaged');
  });
});
