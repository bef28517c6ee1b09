import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../wire/event.ts';
import type { CaptureResult } from '../sdk/state.ts';
import type { CaptureSink } from './collector.ts';
import { createSystemDesktopCollector } from './desktop/create.ts';
import { createForegroundCommand, foregroundCommand, parseForeground } from './desktop/foreground-command.ts';
import { CollectorError } from './desktop/hook.ts';
import { appId } from './desktop/windows.ts';
import { createReplayCollector, readSession } from './replay.ts';
import { createStdinCollector } from './stdin.ts';

/** Keeps what it is given; pushes back before every third event. */
function sink() {
  const events: Event[] = [];
  let waits = 0;
  let full = false;
  const double: CaptureSink = {
    capture(event): CaptureResult {
      if (events.length % 3 === 2 && !full) {
        full = true;
        return 'back-pressure';
      }
      full = false;
      events.push(event);
      return 'kept';
    },
    async ready() {
      waits++;
    },
  };
  return { ...double, events, waits: () => waits };
}
const never = new AbortController().signal;
const focus = (time: number): Event => ({ kind: 'window', time, app: 'a', type: 'focus' });

describe('stdin', () => {
  test('hands over events, waits while pushed back, and counts bad lines by what is wrong', async () => {
    const target = sink();
    const lines = [
      ...[1, 2, 3, 4].map((time) => JSON.stringify(focus(time))),
      '',
      'x',
      '{"a":{}}',
      '[]',
      '{"a":1,"a":1}',
    ];
    const report = await createStdinCollector(Readable.from([`${lines.join('\n')}\r\n`])).run(target, never);
    expect(target.events).toEqual([1, 2, 3, 4].map(focus));
    expect(target.waits()).toBe(1);
    expect(report).toEqual({
      events: 4,
      lines: 9,
      skipped: { empty: 1, 'not-json': 1, nested: 1, 'not-an-object': 1, 'duplicate-key': 1 },
    });
  });

  test('waits while nothing is recorded, reads no further, and hands over every line once it is; each line left out is told', async () => {
    const events: Event[] = [];
    let [recording, reasons] = [false, 0];
    const waiting = Promise.withResolvers<void>();
    const target: CaptureSink = {
      capture(event) {
        if (!recording) return 'not-recording';
        if (event.time === 2) {
          reasons++;
          return 'filtered';
        }
        events.push(event);
        recording = event.time !== 3;
        return 'kept';
      },
      get dropReason() {
        return reasons > 0 ? ('time' as const) : undefined;
      },
      ready: async () => {},
      async recording() {
        await waiting.promise;
        recording = true;
        return { state: 'recording' };
      },
    };
    const told: [number, string][] = [];
    const input = Readable.from(['x\n', ...[1, 2, 3, 4].map((time) => `${JSON.stringify(focus(time))}\n`)]);
    const done = createStdinCollector(input, (...line) => told.push(line)).run(target, never);
    expect(events).toEqual([]);
    waiting.resolve();

    expect(await done).toEqual({ events: 4, lines: 5, skipped: { 'not-json': 1, time: 1 } });
    expect(events).toEqual([1, 3, 4].map(focus));
    expect(told).toEqual([
      [1, 'not-json'],
      [3, 'time'],
    ]);
  });

  test('says how far it came when it was told to end while nothing was recorded', async () => {
    const stop = new AbortController();
    const target: CaptureSink = {
      ...sink(),
      capture: (event) => (event.time < 3 ? 'kept' : 'not-recording'),
      async recording(signal) {
        if (stop.signal.aborted || signal !== stop.signal) return { state: 'paused', reason: 'x' };
        return { state: 'recording' };
      },
    };
    const lines = [1, 2, 3, 4].map((time) => `${JSON.stringify(focus(time))}\n`);
    const capture = target.capture;
    target.capture = (event) => {
      if (event.time === 3) stop.abort();
      return capture(event);
    };
    expect(await createStdinCollector(Readable.from(lines)).run(target, stop.signal)).toMatchObject({
      events: 2,
      lines: 2,
    });
  });

  test('ends when told to, though the input goes on', async () => {
    const stop = new AbortController();
    const endless = new Readable({ read() {} });
    endless.push(`${JSON.stringify(focus(1))}\n`);
    const target = sink();
    const capture = target.capture;
    target.capture = (event) => {
      stop.abort();
      return capture(event);
    };
    expect((await createStdinCollector(endless).run(target, stop.signal)).events).toBe(1);
  });
});

describe('replay', () => {
  const events = [1000, 1010, 1500].map(focus);

  test('keeps distances at real speed, and waits for them', async () => {
    let now = 50_000;
    const target = sink();
    const wait = async (ms: number) => {
      now += ms;
    };
    await createReplayCollector({ events, now: () => now, wait, loops: 2 }).run(target, never);
    expect(target.events.map((event) => event.time)).toEqual([50_000, 50_010, 50_500, 50_500, 50_510, 51_000]);
    expect(now).toBe(51_000);
  });

  test('is faster by the speed, and as fast as possible at max', async () => {
    let now = 0;
    const wait = async (ms: number) => {
      now += ms;
    };
    const fast = sink();
    await createReplayCollector({ events, speed: 10, now: () => now, wait }).run(fast, never);
    expect(fast.events.map((event) => event.time)).toEqual([0, 1, 50]);
    expect(now).toBe(50);
    const atOnce = sink();
    await createReplayCollector({ events, speed: 'max', now: () => now, wait }).run(atOnce, never);
    expect(atOnce.events.map((event) => event.time)).toEqual([-200, -190, 300]);
    expect(now).toBe(50);
    const long = sink();
    const tenMinutes = [0, 600_000].map(focus);
    await createReplayCollector({ events: tenMinutes, speed: 'max', loops: 2, now: () => now, wait }).run(long, never);
    expect(long.events.map((event) => event.time)).toEqual([-59_950, 50, 50, 60_050]);
  });

  test('leaves the recording as it is, and stops when told', async () => {
    const stop = new AbortController();
    const before = structuredClone(events);
    const wait = async () => stop.abort();
    const report = await createReplayCollector({ events, now: () => 0, wait }).run(sink(), stop.signal);
    expect(report.events).toBe(1);
    expect(events).toEqual(before);
  });

  test('reads a session, and names a bad line without showing it', () => {
    expect(readSession(Buffer.from(`${events.map((event) => JSON.stringify(event)).join('\n')}\n`))).toEqual(events);
    expect(() => readSession(Buffer.from('{"time":1}\nsecret words\n'))).toThrow(/^line 2 .*not-json$/);
    expect(() => readSession(Buffer.from('{"kind":"key"}'))).toThrow('it has no time');
  });
});

describe('foreground window by a program of the system', () => {
  test.each([
    ['42\tcom.apple.TextEdit\tdraft', { window: 'w42', app: 'com.apple.textedit', title: 'draft' }],
    ['7\tNotepad\ta\tb', { window: 'w7', app: 'notepad', title: 'a b' }],
    ['7\t\t', undefined],
    ['', undefined],
  ])('%p', (line, expected) => {
    expect(parseForeground(line)).toEqual(expected);
  });

  test('follows the lines, and attributes nothing once the program is gone', async () => {
    const script = `console.log('1\\tEditor\\tone');process.stdin.once('data',()=>0);setTimeout(()=>{console.log('1\\tEditor\\ttwo');console.log('2\\tBank\\tx')},50);setTimeout(()=>{},200)`;
    const windows = await createForegroundCommand({ command: process.execPath, args: ['-e', script] });
    expect(windows.current).toEqual({ window: 'w1', app: 'editor', title: 'one' });
    const changes: string[] = [];
    await new Promise<void>((resolve) =>
      windows.onChange((change) => {
        changes.push(`${change.type} ${change.window?.app} ${change.window?.title}`);
        if (change.type === 'focus') resolve();
      }),
    );
    expect(changes).toEqual(['title editor two', 'focus bank x']);
    expect(await windows.at(1, 1)).toEqual({ window: 'w2', app: 'bank', title: 'x' });
    windows.close();
  });

  test('a program that is not there, or says nothing, is a collector error', async () => {
    await expect(createForegroundCommand({ command: '/no/such/program', args: [] })).rejects.toThrow(CollectorError);
    await expect(createForegroundCommand({ command: process.execPath, args: ['-e', ''] })).rejects.toThrow(
      CollectorError,
    );
  });

  test('is there for macOS and Windows alone', () => {
    expect(foregroundCommand('darwin')?.command).toBe('osascript');
    expect(foregroundCommand('win32')?.command).toMatch(/^[A-Z]:\\Windows\\System32\\.*powershell\.exe$/);
    expect(foregroundCommand('linux')).toBeUndefined();
  });
});

test.each([
  ['XTerm', 'xterm'],
  ['libreoffice-writer', 'libreoffice-writer'],
  ['Visual Studio Code', 'visual-studio-code'],
  ['..hidden', 'hidden'],
  ['日本', undefined],
])('application id of %p is %p', (name, expected) => {
  expect(appId(name)).toBe(expected);
});

test('without a display the desktop collector says why it cannot run', async () => {
  await expect(createSystemDesktopCollector('linux', {})).rejects.toThrow('set DISPLAY');
  for (const wayland of [{ WAYLAND_DISPLAY: 'wayland-0' }, { XDG_SESSION_TYPE: 'wayland' }]) {
    await expect(createSystemDesktopCollector('linux', wayland)).rejects.toThrow('Wayland');
    await expect(createSystemDesktopCollector('linux', { DISPLAY: ':0', ...wayland })).rejects.toThrow('Wayland');
  }
});

/** Who is not root can give no file to somebody else. */
const isRoot = process.getuid?.() === 0;
(isRoot ? test : test.skip)('the session of another user is refused, whoever has the key to it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-display-'));
  const XAUTHORITY = join(folder, 'key');
  writeFileSync(XAUTHORITY, '');
  chownSync(XAUTHORITY, 4242, 4242);
  await expect(createSystemDesktopCollector('linux', { DISPLAY: ':0', XAUTHORITY })).rejects.toThrow('somebody else');
  rmSync(folder, { recursive: true });
});
