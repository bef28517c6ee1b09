import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withLock } from './lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
  file = join(folder, 'deeper', 'a.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** No process has this id. */
const GONE = 2 ** 22 + 1;

describe('a lock', () => {
  test('lets one in after the other, and leaves nothing behind', async () => {
    let inside = 0;
    const most: number[] = [];
    const work = async () => {
      most.push(++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };

    await Promise.all(Array.from({ length: 8 }, () => withLock(file, work)));

    expect(most).toEqual(Array(8).fill(1));
    expect(existsSync(file)).toBe(false);
  });

  test('opens when the work fails', async () => {
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(await withLock(file, async () => 'next')).toBe('next');
  });

  test('of a process that is gone, or that is older than any work, is taken over, by one at a time', async () => {
    await withLock(file, async () => undefined);
    writeFileSync(file, JSON.stringify({ pid: GONE }));
    let inside = 0;
    const work = async () => {
      expect(++inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(file, work)));

    writeFileSync(file, JSON.stringify({ pid: process.pid }));
    utimesSync(file, 1, 1);
    expect(await withLock(file, async () => 'done')).toBe('done');
  });

  test.each(['', '{', '{"pid":"1"}', 'null'])(
    'that says %j is of nobody, once there was time to write it',
    async (text) => {
      await withLock(file, async () => undefined);
      writeFileSync(file, text);
      await expect(withLock(file, async () => 'in', 60)).rejects.toMatchObject({ reason: 'busy' });
      const before = Date.now() / 1_000 - 5;
      utimesSync(file, before, before);
      expect(await withLock(file, async () => 'done', 60)).toBe('done');
    },
  );

  test('of a clock that was ahead is of nobody, too', async () => {
    await withLock(file, async () => undefined);
    writeFileSync(file, JSON.stringify({ pid: process.pid }));
    const ahead = Date.now() / 1_000 + 3_600;
    utimesSync(file, ahead, ahead);
    expect(await withLock(file, async () => 'done', 60)).toBe('done');
  });

  test('of somebody who works is waited for, then said, and left as it is', async () => {
    await withLock(file, async () => {
      const held = readFileSync(file, 'utf8');
      await expect(withLock(file, async () => 'in', 60)).rejects.toMatchObject({ reason: 'busy' });
      expect(readFileSync(file, 'utf8')).toBe(held);
    });
  });
});
