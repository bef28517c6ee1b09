import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FileCheckpoints } from './checkpoints.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'checkpoints-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('a new process goes on where the last one stopped', () => {
  const before = new FileCheckpoints(join(dir, 'c.json'));
  before.since('m', 1_000);
  before.advance('m', 'a', '7');
  before.finish('m', 'b');

  const after = new FileCheckpoints(join(dir, 'c.json'));
  expect(after.position('m', 'a')).toBe('7');
  expect(after.isFinished('m', 'b')).toBe(true);
  expect(after.since('m', 9_000)).toBe(1_000);
});

test('a mapping that is gone is forgotten, and the others stay', () => {
  const checkpoints = new FileCheckpoints(join(dir, 'c.json'));
  for (const id of ['m', 'n']) {
    checkpoints.since(id, 0);
    checkpoints.advance(id, 'a', '7');
  }

  checkpoints.keep(new Set(['n']));

  expect([checkpoints.position('m', 'a'), checkpoints.position('n', 'a')]).toEqual([undefined, '7']);
});
