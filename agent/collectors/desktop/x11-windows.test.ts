import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WindowChange, WindowWatcher } from './windows.ts';
import { createX11Windows } from './x11-windows.ts';

/** Against a real X server with a real window manager and application, where there are any. */
const PROGRAMS = ['Xvfb', 'openbox', 'xterm'];
const installed = PROGRAMS.every((program) => spawnSync('which', [program]).status === 0);
const children: ChildProcess[] = [];
let windows: WindowWatcher;
const changes: WindowChange[] = [];

async function until<T>(condition: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const start = Date.now(); Date.now() - start < 20_000; await pause(50)) {
    const value = await condition();
    if (value !== undefined) return value;
  }
  throw new Error('waited in vain');
}

async function firstLine({ stdout }: { stdout: Readable }): Promise<string> {
  let line = '';
  stdout.on('data', (chunk) => {
    line += chunk;
  });
  await until(() => (line.endsWith('\n') ? true : undefined));
  return line.trim();
}

(installed ? describe : describe.skip)('windows of an X server', () => {
  let before: string | undefined;

  beforeAll(async () => {
    const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(server);
    before = process.env.DISPLAY;
    process.env.DISPLAY = `:${await firstLine(server)}`;
    // It gives no focus to a window that was there before it. Jest's process.env is a copy that children do not see.
    const manager = spawn('openbox', ['--startup', 'echo ready'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env },
    });
    children.push(manager);
    await firstLine(manager);
    windows = await createX11Windows();
    windows.onChange((change) => changes.push(change));
  });

  afterAll(async () => {
    windows?.close();
    if (before === undefined) delete process.env.DISPLAY;
    else process.env.DISPLAY = before;
    for (const child of children.toReversed()) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill()) await gone;
    }
  });

  test('tell who has the focus and who is under the pointer, until the window closes', async () => {
    expect(await windows.focused()).toBeUndefined();
    expect(await windows.at(100, 100)).toBeUndefined();

    const xterm = spawn('xterm', ['-geometry', '40x10+50+50', '-title', 'a terminal'], {
      stdio: 'ignore',
      env: { ...process.env },
    });
    children.push(xterm);
    const focused = await until(() => windows.focused());
    expect(focused).toMatchObject({ app: 'xterm', title: 'a terminal' });
    await until(async () => ((await windows.at(120, 120))?.window === focused.window ? true : undefined));
    expect(await windows.at(790, 590)).toBeUndefined();

    xterm.kill();
    await until(async () => ((await windows.focused()) === undefined ? true : undefined));
    expect(changes.map((change) => [change.type, change.window?.app])).toEqual([
      ['focus', 'xterm'],
      ['focus', undefined],
    ]);
  });

  test('know the layout', () => {
    const state = { shift: false, capsLock: false, level3: false };
    expect(windows.layout.typed('KeyA', state)).toBe('a');
    expect(windows.layout.typed('Digit2', { ...state, shift: true })).toBe('@');
  });
});
