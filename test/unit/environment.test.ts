import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CASES = `
const rejects = async () => { throw new Error('away'); };
const tick = () => new Promise((resolve) => setImmediate(resolve));
test('awaited', async () => { await expect(rejects()).rejects.toThrow('away'); });
test('held at birth, awaited later', async () => {
  const ahead = rejects();
  ahead.catch(() => {});
  await tick();
  await ahead.catch(() => {});
});
test('awaited too late', async () => {
  const ahead = rejects();
  await tick();
  await ahead.catch(() => {});
});
test('never awaited', async () => { rejects(); await tick(); });
test('awaited again', async () => { await rejects().catch(() => {}); });
test('draws', () => { throw new Error('draw ' + Math.random()); });
`;

interface Case {
  title: string;
  status: string;
  failureMessages: string[];
}
/** What a child's Jest says of each case. */
let outcomes: Record<string, string>;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-environment-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(join(folder, 'cases.test.js'), CASES);
  outcomes = Object.fromEntries(cases().map(({ title, status }) => [title, status]));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the cases in a Jest of their own. */
function cases(more: Record<string, string> = {}): Case[] {
  const options = { rootDir: folder, transform: {}, testEnvironment: join(root, 'test/environment.cjs') };
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const { NODE_OPTIONS: _, SLUICE_SEED: __, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, [jest, '--config', JSON.stringify(options), '--json', '--ci'], {
    ...{ encoding: 'utf8', env: { ...env, ...more }, cwd: folder },
  });
  return JSON.parse(stdout).testResults[0].assertionResults;
}

test('a rejection that nobody holds when it happens fails its test, and no other', () => {
  expect(outcomes).toEqual({
    awaited: 'passed',
    'held at birth, awaited later': 'passed',
    'awaited too late': 'failed',
    'never awaited': 'failed',
    'awaited again': 'passed',
    draws: 'failed',
  });
});

test('every project runs in it', async () => {
  // Not a module that TypeScript knows.
  const { default: config } = (await import(join(root, 'jest.config.js'))) as {
    default: { projects: { testEnvironment: string }[] };
  };
  const environments = config.projects.map(({ testEnvironment }) => testEnvironment);
  expect(new Set(environments)).toEqual(new Set(['<rootDir>/test/environment.cjs']));
});

test('chance has a seed that a failure tells, and that repeats it', () => {
  const draw = (more?: Record<string, string>) => {
    const { failureMessages } = cases(more).find(({ title }) => title === 'draws')!;
    const [, drawn, seed] = /draw (\S+)\s+Run it again with the same draws: SLUICE_SEED=(\d+)/.exec(
      failureMessages[0]!,
    )!;
    return { drawn, seed: seed! };
  };

  const first = draw();
  const again = draw({ SLUICE_SEED: first.seed });

  expect(again).toEqual(first);
});
