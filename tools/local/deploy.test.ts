import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isUpToDate, rememberDeployed } from './deploy.ts';
import type { Layout } from './layout.ts';

let dir: string;
let layout: Layout;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sluice-deployed-'));
  layout = { deployed: join(dir, 'deployed.json') } as Layout;
});
afterEach(() => rmSync(dir, { recursive: true }));

test.each([
  ['the same sources, all stacks there', 'a', ['State', 'Service'], true],
  ['the same sources, one stack more', 'a', ['State', 'Service', 'Other'], true],
  ['other sources', 'b', ['State', 'Service'], false],
  ['a stack was destroyed by hand', 'a', ['State'], false],
  ['nothing is there', 'a', [], false],
])('%s', (_, print, there, upToDate) => {
  rememberDeployed(layout, 'a', ['State', 'Service']);
  expect(isUpToDate(layout, print, there)).toBe(upToDate);
});

test('a note of before stacks were named, or none: deployed again', () => {
  expect(isUpToDate(layout, 'a', ['State'])).toBe(false);
  writeFileSync(layout.deployed, '{"fingerprint":"a"}');
  expect(isUpToDate(layout, 'a', ['State'])).toBe(false);
});
