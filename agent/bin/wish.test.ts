import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type Wish, wishes, writeWish } from './wish.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wish-'));
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true });
});

const pause: Wish = { wish: 'pause', until: 2_000 };
const record: Wish = { wish: 'record', at: 1 };
const stop: Wish = { wish: 'stop', at: 1 };

function begun() {
  const told: (Wish | undefined)[] = [];
  const { first, end } = wishes(folder, 1_000, (wish) => told.push(wish));
  return { first, end, told };
}

test('what is wished right after the first look is told, at whatever moment it is written', () => {
  writeWish(folder, pause);
  const { first, end, told } = begun();

  writeWish(folder, record);
  jest.advanceTimersByTime(500);
  writeWish(folder, stop);
  jest.advanceTimersByTime(5_000);
  end();

  expect(first).toEqual(pause);
  expect(told).toEqual([record, stop]);
});

test.each<[string, Wish, Wish | undefined]>([
  ['a pause that goes on', pause, pause],
  ['a pause without an end', { wish: 'pause' }, { wish: 'pause' }],
  ['a pause that is over', { wish: 'pause', until: 999 }, undefined],
  ['a stop', stop, undefined],
  ['a wish to go on', record, undefined],
])('%s of the run before', (_name, before, expected) => {
  writeWish(folder, before);

  const { first, end, told } = begun();
  jest.advanceTimersByTime(5_000);
  end();

  expect([first, told]).toEqual([expected, []]);
});
