import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const sluice = fileURLToPath(new URL('../bin/sluice.ts', import.meta.url));
const LINES = 40_000;

test('a reader that falls behind, on pipes that do not block: everything comes through', async () => {
  const child = spawn(process.execPath, [sluice, 'redact'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.on('error', () => {});
  const closed = once(child, 'close');

  child.stdin.end('write to marta@nordwind.example about the invoice of last week\n'.repeat(LINES));
  await Promise.race([once(child.stdout, 'readable'), closed]);
  // Nothing is read until the command takes no more: its output is full then (or it has died of it).
  for (let left = -1; left !== child.stdin.writableLength && child.exitCode === null; ) {
    left = child.stdin.writableLength;
    await pause(300);
  }
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await closed;

  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out.split('\n')).toHaveLength(LINES + 1);
  expect(out).not.toContain('marta@');
});
