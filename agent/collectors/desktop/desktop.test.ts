import { describe, expect, test } from '@jest/globals';
import type { Event, KeyEvent } from '../../../wire/event.ts';
import { createDesktopCollector } from './desktop.ts';
import type { FieldAnswer, FieldWatcher } from './fields.ts';
import { type HookEvent, type InputHook, toHookEvent } from './hook.ts';
import { usLayout } from './layout.ts';
import type { WindowChange, WindowInfo, WindowWatcher } from './windows.ts';

const editor: WindowInfo = { window: 'w1', app: 'editor', title: 'draft', pid: 7 };
const bank: WindowInfo = { window: 'w2', app: 'bank', title: 'account' };

/** A desktop whose windows and inputs are set by hand; the screen's left half is the editor, the right half the bank. */
function desktop(fields?: FieldWatcher) {
  let send: (event: HookEvent) => void = () => {};
  let changed: (change: WindowChange) => void = () => {};
  const hook: InputHook = {
    start: (onEvent) => {
      send = onEvent;
    },
    stop: () => {},
  };
  /** What the system answers when it is asked, if it is not the current window. */
  const asked: { answer?: { window: WindowInfo | undefined } } = {};
  const windows = {
    current: editor as WindowInfo | undefined,
    layout: usLayout,
    closed: false,
    async focused() {
      return asked.answer ? asked.answer.window : this.current;
    },
    async at(x: number) {
      return x < 0 ? undefined : x < 500 ? editor : bank;
    },
    onChange: (run: (change: WindowChange) => void) => {
      changed = run;
    },
    close() {
      this.closed = true;
    },
  } satisfies WindowWatcher & Record<string, unknown>;
  const events: Event[] = [];
  const stop = new AbortController();
  const sink = {
    capture(event: Event) {
      events.push(event);
      return 'kept' as const;
    },
    ready: async () => {},
  };
  const running = createDesktopCollector({ hook, windows, now: () => 1_000_000, ...(fields && { fields }) }).run(
    sink,
    stop.signal,
  );
  const held = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  return {
    windows,
    asked,
    key: (type: 'keydown' | 'keyup', keycode: number, time: number, mods = {}) =>
      send({ type, keycode, time, ...held, ...mods }),
    move: (x: number, y: number, time: number) => send({ type: 'move', x, y, time, ...held }),
    press: (x: number, y: number, button: number, time: number, clicks = 1) =>
      send({ type: 'press', x, y, button, clicks, time, ...held }),
    wheel: (lines: number, direction: 'vertical' | 'horizontal', time: number) =>
      send({ type: 'wheel', x: 1, y: 1, direction, lines, time, ...held }),
    change: (change: WindowChange) => changed(change),
    async end() {
      stop.abort();
      const report = await running;
      // The first event is the focus at the start.
      return { events: events.slice(1), report, first: events[0]! };
    },
  };
}
const KEY_A = 0x1e;
const SHIFT = 0x2a;
const CAPS = 0x3a;

describe('keys', () => {
  test('have the W3C names, the class, the application, and exact distances in time', async () => {
    const { key, end } = desktop();
    key('keydown', SHIFT, 50, { shiftKey: true });
    key('keydown', KEY_A, 57, { shiftKey: true });
    key('keyup', KEY_A, 93);

    const { events, first } = await end();

    expect(first).toMatchObject({ kind: 'window', type: 'focus', app: 'editor', title: 'draft' });
    const common = { kind: 'key', app: 'editor', window: 'w1' };
    expect(events).toEqual([
      {
        ...common,
        time: 1_000_000,
        type: 'keydown',
        code: 'ShiftLeft',
        key: 'Shift',
        class: 'modifier',
        shiftKey: true,
      },
      { ...common, time: 1_000_007, type: 'keydown', code: 'KeyA', key: 'A', class: 'letter', shiftKey: true },
      { ...common, time: 1_000_043, type: 'keyup', code: 'KeyA', key: 'a', class: 'letter' },
    ]);
  });

  test('repeat while held, and Caps Lock turns letters round', async () => {
    const { key, end } = desktop();
    for (const type of ['keydown', 'keydown', 'keyup'] as const) key(type, KEY_A, 1);
    for (const type of ['keydown', 'keydown', 'keyup'] as const) key(type, CAPS, 2);
    key('keydown', KEY_A, 3);
    const { events } = await end();
    const keys = events.filter((event) => event.kind === 'key');
    expect(keys.map((event) => [event.key, event.repeat === true])).toEqual([
      ['a', false],
      ['a', true],
      ['a', false],
      ['CapsLock', false],
      ['CapsLock', true],
      ['CapsLock', false],
      ['A', false],
    ]);
  });

  test('that may have gone to another window are skipped: the focus moved meanwhile', async () => {
    const { key, asked, end } = desktop();
    asked.answer = { window: bank };
    key('keydown', KEY_A, 1);
    const { events, report } = await end();
    expect(events).toEqual([]);
    expect(report.skipped).toEqual({ uncertain: 1 });
  });

  test('that went to no window are skipped', async () => {
    const { key, windows, end } = desktop();
    windows.current = undefined;
    key('keydown', KEY_A, 1);
    expect((await end()).report.skipped).toEqual({ unattributed: 1 });
  });

  test('of an unknown code are still counted as keys, without a meaning', async () => {
    const { key, end } = desktop();
    key('keydown', 0xdead, 1);
    expect((await end()).events).toMatchObject([{ code: '', key: 'Unidentified', class: 'other' }]);
  });
});

describe('the pointer', () => {
  test('is sampled into paths, a path per window', async () => {
    const { move, end } = desktop();
    for (let at = 0; at < 100; at++) move(at * 10, 7, at * 10);

    const { events } = await end();

    expect(events.map((event) => [event.kind, event.app])).toEqual([
      ['pointer', 'editor'],
      ['pointer', 'bank'],
    ]);
    const [left, right] = events as { path: number[]; time: number }[];
    expect(left!.path.slice(0, 6)).toEqual([0, 0, 7, 40, 40, 7]);
    expect(left!.path.length / 3).toBeLessThan(16);
    for (let at = 1; at < right!.path.length; at += 3) expect(right!.path[at]).toBeGreaterThanOrEqual(500);
  });

  test('ends a path at anything else, and clicks and scrolls name the window under it', async () => {
    const { move, press, wheel, end } = desktop();
    move(10, 10, 0);
    press(600, 10, 3, 5);
    press(10, 10, 2, 6, 2);
    press(-1, 0, 1, 7);
    wheel(-3, 'vertical', 8);
    wheel(2, 'horizontal', 9);

    const { events, report } = await end();

    expect(events).toEqual([
      expect.objectContaining({ kind: 'pointer', path: [0, 10, 10] }),
      expect.objectContaining({ kind: 'click', app: 'bank', x: 600, y: 10, button: 1, detail: 1 }),
      expect.objectContaining({ kind: 'click', app: 'editor', button: 2, detail: 2 }),
      expect.objectContaining({ kind: 'scroll', deltaX: 0, deltaY: -3, deltaMode: 1 }),
      expect.objectContaining({ kind: 'scroll', deltaX: 2, deltaY: 0 }),
    ]);
    expect(report.skipped).toEqual({ unattributed: 1 });
  });

  test('makes no event longer than the wire format allows', async () => {
    const { move, end } = desktop();
    for (let at = 0; at < 5000; at++) move(at % 400, 7, at * 40);
    const { events } = await end();
    for (const event of events) {
      expect((event as { path: number[] }).path.length).toBeLessThanOrEqual(1536);
      expect((event as { path: number[] }).path.at(-3)).toBeLessThan(2100);
    }
    expect(events.reduce((sum, event) => sum + (event as { path: number[] }).path.length / 3, 0)).toBe(5000);
  });
});

test('a change of focus is a blur and a focus, a new title a title', async () => {
  const { change, windows, end } = desktop();
  change({ type: 'focus', window: bank, before: editor });
  change({ type: 'title', window: { ...bank, title: 'other' } });
  change({ type: 'focus', window: undefined, before: bank });
  const { events } = await end();
  expect(events.map((event) => ({ ...event, time: 0 }))).toEqual([
    { kind: 'window', time: 0, app: 'editor', window: 'w1', type: 'blur' },
    { kind: 'window', time: 0, app: 'bank', window: 'w2', type: 'focus', title: 'account' },
    { kind: 'window', time: 0, app: 'bank', window: 'w2', type: 'title', title: 'other' },
    { kind: 'window', time: 0, app: 'bank', window: 'w2', type: 'blur' },
  ]);
  expect(windows.closed).toBe(true);
});

test('libuiohook numbers become hook events, and what is neither key nor mouse becomes none', () => {
  const raw = { time: 1, altKey: false, ctrlKey: true, metaKey: false, shiftKey: false, keycode: 30, x: 1, y: 2 };
  const rest = { button: 1, clicks: 2, amount: 3, direction: 4, rotation: -1 };
  const of = (type: number) => toHookEvent({ ...raw, ...rest, type });
  expect(of(4)).toMatchObject({ type: 'keydown', keycode: 30, ctrlKey: true });
  expect(of(5)).toMatchObject({ type: 'keyup' });
  expect(of(7)).toMatchObject({ type: 'press', button: 1, clicks: 2 });
  expect(of(9)).toMatchObject({ type: 'move', x: 1, y: 2 });
  expect(of(10)).toMatchObject({ type: 'move' });
  expect(of(11)).toMatchObject({ type: 'wheel', direction: 'horizontal', lines: -3 });
  expect(of(6)).toBeUndefined();
});

describe('what a key goes to', () => {
  const answering = (...answers: (FieldAnswer | undefined | Promise<FieldAnswer | undefined>)[]): FieldWatcher => ({
    settled: async () => answers.shift(),
    close: () => {},
  });
  const text: FieldAnswer = { secret: false, pid: 7, role: 'entry', isText: true, field: 'f1' };

  test.each<[string, FieldAnswer | undefined, object]>([
    ['a text field: its content, and which field', text, { key: 'a', code: 'KeyA', fieldType: 'text', field: 'f1' }],
    ['a button', { secret: false, pid: 7, role: 'push button', isText: false }, { key: 'a', code: 'KeyA' }],
    ['a password', { secret: true, pid: 7 }, { fieldType: 'password' }],
    ['what nobody says', undefined, {}],
    ['what another process says of itself', { ...text, pid: 8 }, {}],
    ['a secret of another process', { secret: true, pid: 8 }, {}],
  ])('%s', async (_what, answer, kept) => {
    const one = desktop(answering(answer));
    one.key('keydown', 0x1e, 10);
    const { events } = await one.end();
    const {
      kind: _,
      time: __,
      app: ___,
      window: ____,
      type: _____,
      ...rest
    } = events.find(({ kind }) => kind === 'key') as KeyEvent;
    expect(rest).toEqual({ class: 'letter', ...kept });
  });

  test('keeps no other event from being looked at while it is waited for, and their order stays', async () => {
    const late = Promise.withResolvers<FieldAnswer | undefined>();
    const one = desktop(answering(late.promise, text));
    one.key('keydown', 0x1e, 10);
    one.key('keydown', 0x30, 11);
    one.press(10, 10, 1, 12);
    late.resolve(text);
    const { events } = await one.end();
    const order = events.flatMap((event) =>
      event.kind === 'key' ? [event.key] : event.kind === 'click' ? ['click'] : [],
    );
    expect(order).toEqual(['a', 'b', 'click']);
  });
});
