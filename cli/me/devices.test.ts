import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { sluice } from '../../test/fixtures/sluice.ts';
import { deviceNames } from './device-names.ts';

const NOW = Date.now();
const DEVICES = [
  { device: 'd-aaaa', acked: 3, enrolledAt: 1, leaseExpires: NOW + 60_000, refused: { late: 2, 'bad-seal': 7 } },
  { device: 'd-aabb', acked: 0, enrolledAt: 2, leaseExpires: 0 },
  { device: 'd-cccc', acked: 9, enrolledAt: 3, leaseExpires: 4, removedAt: 5 },
];
const gate = { state: 'open', epoch: 1, since: 0, holds: [] };
const own = { subject: 'me', state: 'live', serial: 'S', disclosure: '1.0', enrolledAt: 0, outdated: false };

let folder: string;
let asked: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-devices-'));
  asked = [];
  process.env.XDG_CONFIG_HOME = folder;
  process.env.SLUICE_TOKEN = 'token';
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { pathname } = new URL(String(input));
    asked.push(`${init?.method ?? 'GET'} ${pathname}`);
    if (pathname !== '/status') return Response.json(own);
    return Response.json({
      ...{ program: 'sample', covered: true, subject: 'me', devices: DEVICES, consent: own },
      disclosure: { version: '1.0', title: '', text: '', hash: 'a'.repeat(64) },
      gates: { collection: gate, reading: gate },
    });
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  delete process.env.XDG_CONFIG_HOME;
  delete process.env.SLUICE_TOKEN;
});
const run = (...args: string[]) => sluice('--api', 'https://api.example', 'me', 'devices', ...args);

test('are listed, with what they are called here, and whether they record', async () => {
  expect((await run('rename', 'd-aaaa', 'my laptop')).code).toBe(0);
  const { out } = await run();
  expect(out).toMatch(/^my laptop +d-aaaa .* until .* 7 bad-seal, 2 late$/m);
  expect(out).toMatch(/^- +d-aabb .* never did .* -$/m);
  expect(out).toMatch(/^- +d-cccc .* removed 1970/m);
  // The name goes nowhere.
  expect(new Set(asked)).toEqual(new Set(['GET /status']));
  expect(deviceNames()).toEqual({ 'd-aaaa': 'my laptop' });
});

test('a file of names that is none is as good as no names', async () => {
  await run('rename', 'd-aaaa', 'x');
  writeFileSync(join(folder, 'sluice', 'device-names.json'), '{"d-aaaa": 1}');
  expect((await run()).out).toMatch(/^- +d-aaaa/m);
});

test('one is removed by its id, the beginning of it or its name here, and not without --yes', async () => {
  await run('rename', 'd-aaaa', 'laptop');
  asked = [];
  expect((await run('remove', 'laptop')).out).toContain('This would remove d-aaaa');
  expect(asked).toEqual(['GET /status']);
  expect((await run('remove', 'laptop', '--yes')).out).toContain('d-aaaa is removed');
  expect((await run('remove', 'd-c', '--yes')).code).toBe(0);
  expect(asked.filter((one) => one.startsWith('DELETE'))).toEqual(['DELETE /devices/d-aaaa', 'DELETE /devices/d-cccc']);
});

test.each([
  ['d-aa', /several devices/],
  ['nothing', /No device of yours is called nothing/],
])('%s names no one device, and nothing is removed', async (which, words) => {
  const ended = await run('remove', which, '--yes');
  expect([ended.code, ended.err]).toEqual([2, expect.stringMatching(words)]);
  expect(asked).toEqual(['GET /status']);
});
