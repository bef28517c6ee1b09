import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type XDisplay } from 'x11';
import { type DesktopSession, describeDesktop, startDesktop, until } from '../../../test/fixtures/desktop.ts';
import type { Event } from '../../../wire/event.ts';
import { createDesktopCollector } from './desktop.ts';
import { createX11Input, GrabWatch } from './x11-input.ts';
import { createX11Windows } from './x11-windows.ts';

/** Against a real X server: what is typed while somebody else has the keyboard is recorded as nothing, and keys mean what they mean. */

describe('a grab', () => {
  const [normal, grab, ungrab, whileGrabbed] = [0, 1, 2, 3];
  test.each([
    ['on the root window', [['FocusIn', grab]], true],
    ['on a window of one’s own, told to the focused one', [['FocusOut', grab]], true],
    [
      'that ended',
      [
        ['FocusOut', grab],
        ['FocusIn', ungrab],
      ],
      false,
    ],
    [
      'within which the focus moves',
      [
        ['FocusIn', grab],
        ['FocusOut', whileGrabbed],
      ],
      true,
    ],
    [
      'whose window went with its end',
      [
        ['FocusOut', grab],
        ['FocusIn', normal],
      ],
      false,
    ],
    [
      'that is none',
      [
        ['FocusIn', normal],
        ['PropertyNotify', grab],
      ],
      false,
    ],
  ] as const)('%s', (_what, events, grabbed) => {
    const watch = new GrabWatch();
    for (const [name, mode] of events) watch.heard({ name, mode });
    expect(watch.grabbed).toBe(grabbed);
  });
});

describeDesktop('input of an X server', ['Xvfb', 'openbox', 'xdotool', 'i3lock', 'setxkbmap'], () => {
  let desktop: DesktopSession;
  let before: string | undefined;
  let stranger: XDisplay;
  let win: number;
  const running: AbortController[] = [];

  beforeAll(async () => {
    desktop = await startDesktop({ bus: false });
    before = process.env.DISPLAY;
    process.env.DISPLAY = desktop.env.DISPLAY;
    stranger = await new Promise<XDisplay>((resolve, reject) =>
      createClient((error, display) => (error ? reject(error) : resolve(display))),
    );
    const X = stranger.client as unknown as Record<string, (...args: unknown[]) => void> & {
      atoms: Record<string, number>;
      AllocID(): number;
    };
    X.on!('error', () => {});
    win = X.AllocID();
    X.CreateWindow!(win, stranger.screen[0]!.root, 50, 50, 400, 300, 0, 0, 0, 0, { eventMask: 3 });
    X.ChangeProperty!(0, win, X.atoms.WM_CLASS, X.atoms.STRING, 8, Buffer.from('editor\0Editor\0'));
    X.MapWindow!(win);
    await until('the window', () => {
      desktop.run('xdotool', 'windowactivate', String(win));
      return desktop.run('xdotool', 'getwindowfocus').trim() === String(win) ? true : undefined;
    });
  }, 120_000);
  afterEach(() => {
    for (const one of running.splice(0)) one.abort();
  });
  afterAll(() => {
    process.env.DISPLAY = before;
    stranger?.client.terminate();
    desktop?.end();
  });

  async function record() {
    const events: Event[] = [];
    const stop = new AbortController();
    running.push(stop);
    const windows = await createX11Windows();
    await until('the focus', async () => ((await windows.focused())?.app === 'editor' ? true : undefined));
    const collector = createDesktopCollector({ hook: await createX11Input(async () => windows.pointer?.()), windows });
    const done = collector.run(
      {
        capture(event) {
          events.push(event);
          return 'kept';
        },
        ready: async () => {},
      },
      stop.signal,
    );
    const keys = () => events.flatMap((one) => (one.kind === 'key' && one.type === 'keydown' ? [one.key] : []));
    return { events, keys, done, stop };
  }
  const press = (...keys: string[]) => desktop.run('xdotool', 'key', '--delay', '20', ...keys);
  /** After it, all that came before has been handled: what is typed by then is there, or will not be. */
  const marked = async (keys: () => (string | undefined)[]) => {
    press('F9');
    await until('the mark', () => (keys().includes('F9') ? true : undefined));
    return keys().slice(0, keys().indexOf('F9'));
  };
  const xtest = () =>
    new Promise<{ FakeInput(type: number, detail: number, ...more: number[]): void }>((resolve, reject) =>
      stranger.client.require('xtest', (error, found) => (error ? reject(error) : resolve(found as never))),
    );
  /** Keys by their numbers, as hardware sends them. */
  const tap = async (...keycodes: number[]) => {
    const { FakeInput: send } = await xtest();
    for (const keycode of keycodes) for (const type of [2, 3]) send(type, keycode, 0, 0, 0, 0);
  };
  const X = () => stranger.client as unknown as Record<string, (...args: unknown[]) => void> & { AllocID(): number };

  test('keys come with what they mean', async () => {
    const { keys } = await record();
    press('a', 'shift+a', '1', 'Return', 'Left');
    expect(await marked(keys)).toEqual(['a', 'Shift', 'A', '1', 'Enter', 'ArrowLeft']);
  }, 60_000);

  test.each(['on the root window', 'on a window of its own', 'by a window that is input alone'])(
    'while another program has the keyboard %s nothing is recorded, and after it all is again',
    async (how) => {
      const { keys, events } = await record();
      const root = stranger.screen[0]!.root;
      const own = X().AllocID();
      const inputOnly = how.includes('input alone');
      X().CreateWindow!(own, root, 0, 0, 1280, 800, 0, inputOnly ? 0 : 0, inputOnly ? 2 : 1, 0, {
        overrideRedirect: 1,
        eventMask: 1,
      });
      X().MapWindow!(own);
      const target = how.includes('root') ? root : own;
      await until(
        'the grab',
        () =>
          new Promise<true | undefined>((resolve) =>
            X().GrabKeyboard!(target, false, 0, 1, 1, (_: unknown, status: number) =>
              resolve(status === 0 ? true : undefined),
            ),
          ),
      );
      press('h', 'u', 'n', 't', 'e', 'r', '2');
      X().UngrabKeyboard!(0);
      X().DestroyWindow!(own);
      await until('the focus', () =>
        desktop.run('xdotool', 'getwindowfocus').trim() === String(win) ? true : undefined,
      );

      expect(await marked(keys)).toEqual([]);
      expect(JSON.stringify(events)).not.toContain('KeyH');
    },
    60_000,
  );

  test('what is typed into a screen lock is recorded as nothing', async () => {
    const { keys, events } = await record();
    const lock = desktop.start('i3lock', ['--nofork', '--color=000000']);
    await until('the lock', () => (desktop.run('xwininfo', '-root', '-tree').includes('i3lock') ? true : undefined));
    // It grabs after it has shown itself.
    await until(
      'that it has the keyboard',
      () =>
        new Promise<true | undefined>((resolve) =>
          X().GrabKeyboard!(win, false, 0, 1, 1, (_: unknown, status: number) => {
            if (status === 0) X().UngrabKeyboard!(0);
            resolve(status === 1 ? true : undefined);
          }),
        ),
    );
    press('h', 'u', 'n', 't', 'e', 'r', '2');
    lock.kill();
    await until('its end', () => (desktop.run('xwininfo', '-root', '-tree').includes('i3lock') ? undefined : true));

    expect(await marked(keys)).toEqual([]);
    expect(JSON.stringify(events)).not.toContain('KeyH');
  }, 60_000);

  test('the layout that is in force, and Caps Lock of before it began, are the system’s', async () => {
    press('Caps_Lock');
    const first = await record();
    // Keycodes: xdotool must not choose a key by what it means.
    press('38');
    expect(await marked(first.keys)).toEqual(['A']);
    first.stop.abort();
    press('Caps_Lock');

    desktop.run('setxkbmap', '-layout', 'us,ru', '-option', 'grp:caps_toggle');
    const { keys } = await record();
    try {
      // Not by xdotool, which puts the group back that it knows.
      await tap(42, 66, 42, 43, 66, 42);
      expect((await marked(keys)).filter((key) => key?.length === 1)).toEqual(['g', 'п', 'р', 'g']);
    } finally {
      desktop.run('setxkbmap', '-layout', 'us', '-option', '');
    }
  }, 60_000);

  test('AltGr types what stands on the third level', async () => {
    desktop.run('setxkbmap', '-layout', 'de');
    const { keys } = await record();
    desktop.run('xdotool', 'keydown', '108', 'key', '24', 'keyup', '108');
    expect(await marked(keys)).toEqual(['AltGraph', '@']);
    desktop.run('setxkbmap', '-layout', 'us');
  }, 60_000);

  test('a button that is held is seen all the way, where it is', async () => {
    const { events, stop, done } = await record();
    // The window manager has put it where it likes.
    desktop.run('xdotool', 'windowmove', '--sync', String(win), '60', '60');
    // Not by xdotool, which puts the pointer somewhere else without moving it.
    const { FakeInput: send } = await xtest();
    const step = async (type: number, detail: number, x = 0, y = 0) => {
      send(type, detail, 0, 0, x, y);
      await pause(40);
    };
    const [down, up, motion] = [4, 5, 6];
    await step(motion, 0, 100, 160);
    await step(down, 1);
    for (let x = 120; x <= 300; x += 20) await step(motion, 0, x, 180);
    await step(up, 1);
    await step(down, 4);
    await step(up, 4);
    await until('the wheel', () => (events.some(({ kind }) => kind === 'scroll') ? true : undefined));
    stop.abort();
    await done;
    const path = events.flatMap((one) => (one.kind === 'pointer' ? one.path : []));
    expect(Math.max(...path.filter((_, at) => at % 3 === 1))).toBe(300);
    expect(events.find(({ kind }) => kind === 'scroll')).toMatchObject({ x: 300, y: 180, deltaY: -3 });
    expect(events.find(({ kind }) => kind === 'click')).toMatchObject({ x: 100, y: 160, button: 0, detail: 1 });
  }, 60_000);

  test('a mouse that tells a thousand places a second is seen to where it rests, and pressed where it rested', async () => {
    const { events, stop, done } = await record();
    desktop.run('xdotool', 'windowmove', '--sync', String(win), '60', '60');
    const { FakeInput: send } = await xtest();
    const [down, up, motion] = [4, 5, 6];
    const path = () => events.flatMap((one) => (one.kind === 'pointer' ? one.path : []));
    for (let step = 0; step <= 400; step++) {
      send(motion, 0, 0, 0, 80 + Math.floor(step / 2), 150 + (step % 3));
      if (step % 2 === 0) await pause(1);
    }
    send(motion, 0, 0, 0, 290, 170);
    await until('where it rests', () => (path().slice(-2).join() === '290,170' ? true : undefined));
    // Alone, and so told of: the server is listened to again.
    send(motion, 0, 0, 0, 200, 175);
    await until('the last place', () => (path().slice(-2).join() === '200,175' ? true : undefined));
    send(down, 1, 0, 0, 0, 0);
    send(motion, 0, 0, 0, 240, 180);
    send(up, 1, 0, 0, 0, 0);
    await until('the press', () => (events.some(({ kind }) => kind === 'click') ? true : undefined));
    stop.abort();
    await done;

    expect(events.find(({ kind }) => kind === 'click')).toMatchObject({ x: 200, y: 175 });
    // Some thirty places a second, however many are told.
    expect(path().length / 3).toBeLessThan(60);
  }, 60_000);
});
