import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Event, EventKind } from '../../../wire/event.ts';
import type { RecordingState } from '../../sdk/state.ts';
import { AGENT_VERSION } from '../../version.ts';
import type { CaptureSink, LastRecorded } from '../collector.ts';
import { stamping } from '../stamp.ts';
import { createDesktopCollector } from './desktop.ts';
import type { FieldWatcher, FocusedElement } from './fields.ts';
import type { HookEvent, InputHook } from './hook.ts';
import { usLayout } from './layout.ts';
import type { Screen, WindowChange, WindowInfo, WindowWatcher } from './windows.ts';

const editor: WindowInfo = {
  ...{ window: 'w1', app: 'editor', title: 'draft', pid: 7 },
  bounds: { x: 10, y: 20, width: 300, height: 200 },
};
const ALL: readonly EventKind[] = ['button', 'element', 'screen', 'session'];

/** A desktop with one window, driven by hand, and an agent that takes these kinds. */
function desktop(taken: readonly EventKind[] = ALL, lastRecorded?: LastRecorded) {
  let send: (event: HookEvent) => void = () => {};
  let changed: (change: WindowChange) => void = () => {};
  let rearranged = () => {};
  let told: (state: RecordingState) => void = () => {};
  let pausing: (reason: string, at: number) => void = () => {};
  let pressed: FocusedElement | undefined;
  let focus: (element: FocusedElement) => void = () => {};
  let wanted = () => false;
  const screens: Screen[] = [{ x: 0, y: 0, width: 1280, height: 800, scale: 1.5 }];
  const hook: InputHook = {
    start: (onEvent) => {
      send = onEvent;
    },
    stop: () => {},
  };
  const windows: WindowWatcher = {
    ...{ current: editor, layout: usLayout },
    focused: async () => editor,
    at: async () => editor,
    onChange: (run) => {
      changed = run;
    },
    screens: async () => [...screens],
    onScreens: (run) => {
      rearranged = run;
    },
    layoutName: async () => 'de',
    close: () => {},
  };
  const fields: FieldWatcher = {
    settled: async () => undefined,
    onFocus: (asked, run) => {
      wanted = asked;
      focus = run;
    },
    at: async () => pressed,
    close: () => {},
  };
  const events: Event[] = [];
  const sink: CaptureSink = {
    capture(event) {
      events.push(event);
      return 'kept';
    },
    ready: async () => {},
    takes: (kind, field) => taken.includes(kind) && field !== 'order' && field !== 'timeStamp',
    onState(run) {
      told = run;
      run({ state: 'recording' });
      return () => {};
    },
    onPausing(run) {
      pausing = run;
      return () => {};
    },
    clockOffset: 12.4,
    ...(lastRecorded && { lastRecorded }),
  };
  const stop = new AbortController();
  const place = { version: [0, 2, 0], platform: 'linux' as const };
  const running = createDesktopCollector({ hook, windows, fields, ...place, now: () => 1_000_000 }).run(
    sink,
    stop.signal,
  );
  const held = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  return {
    screens,
    wanted: () => wanted(),
    send: (event: object) => send({ time: 5, ...held, ...event } as HookEvent),
    change: (change: WindowChange) => changed(change),
    rearrange: () => rearranged(),
    tell: (state: RecordingState) => told(state),
    focus: (element: FocusedElement) => focus(element),
    pausing: (reason: string, at = 1_000_000) => pausing(reason, at),
    under: (element: FocusedElement) => {
      pressed = element;
    },
    async end() {
      stop.abort();
      await running;
      return events;
    },
  };
}
test('the version that a session says is the package’s', () => {
  const { version } = JSON.parse(readFileSync('agent/package.json', 'utf8')) as { version: string };
  expect(AGENT_VERSION.join('.')).toBe(version);
});

const of = <K extends EventKind>(kind: K, events: readonly Event[]) => events.filter((event) => event.kind === kind);

describe('marks of a session', () => {
  test.each(['paused-here', 'lease-expired', 'push-down', 'no-mark', 'spool-full'])(
    'stop where it ends for %s, at the moment that it does, should it end before it goes on',
    async (reason) => {
      const { pausing, tell, end } = desktop();
      await new Promise((resolve) => setImmediate(resolve));
      pausing(reason, 900_000);
      tell({ state: 'paused', reason });
      const marks = of('session', await end());
      expect(marks).toMatchObject([{ type: 'start' }, { type: 'stop', reason, time: 900_000 }]);
      expect(marks).toHaveLength(2);
    },
  );

  test.each([
    [
      { until: 400_000, reason: 'gate-closed' },
      { reason: 'gate-closed', duration: 600_000 },
    ],
    [{ until: 400_000 }, { reason: 'killed', duration: 600_000 }],
    // A calendar that was set back since.
    [
      { until: 2_000_000, reason: 'user' },
      { reason: 'user', duration: 0 },
    ],
  ])('say behind the start what is missing since a run before this: %j', async (last, gap) => {
    const marks = of('session', await desktop(ALL, last).end());

    expect(marks).toMatchObject([{ type: 'start' }, { type: 'gap', ...gap }, { type: 'stop' }]);
  });

  test('say where it starts, on what, and where it stops', async () => {
    const { end } = desktop();

    const events = await end();

    const mark = { kind: 'session', time: 1_000_000, app: 'sluice-agent', offset: 12 };
    expect(of('session', events)).toEqual([
      { ...mark, type: 'start', agent: [0, 2, 0], system: 'linux', layout: 'de' },
      { ...mark, type: 'stop', reason: 'user' },
    ]);
    expect(of('screen', events)).toEqual([
      {
        ...{ kind: 'screen', time: 1_000_000, app: 'sluice-agent', screen: 0 },
        ...{ x: 0, y: 0, width: 1280, height: 800, scale: 1.5 },
      },
    ]);
  });

  test('say of a gap why it was, once it is over; the first reason counts', async () => {
    const { tell, end } = desktop();
    tell({ state: 'paused', reason: 'gate-closed' });
    tell({ state: 'paused', reason: 'unreachable' });
    tell({ state: 'recording' });
    tell({ state: 'recording', notDelivering: { since: 1, reason: 'no-answer' } });

    const marks = of('session', await end());

    expect(marks.map((mark) => [mark.kind === 'session' && mark.type, 'reason' in mark ? mark.reason : ''])).toEqual([
      ['start', ''],
      ['gap', 'gate-closed'],
      ['stop', 'user'],
    ]);
    expect(marks[1]).toMatchObject({ duration: expect.any(Number) });
  });

  test('tell no stop while nothing is recorded', async () => {
    const { tell, end } = desktop();
    tell({ state: 'paused', reason: 'paused-here' });
    expect(of('session', await end())).toHaveLength(1);
  });

  test('tell the screens again when they change, and not when they do not', async () => {
    const { screens, rearrange, end } = desktop();
    rearrange();
    await new Promise((resolve) => setImmediate(resolve));
    screens.push({ x: 1280, y: 0, width: 800, height: 600 });
    rearrange();

    const told = of('screen', await end());

    expect(told.map((event) => event.kind === 'screen' && [event.screen, event.width])).toEqual([
      [0, 1280],
      [0, 1280],
      [1, 800],
    ]);
  });

  test('are none for an agent whose filter does not list them', async () => {
    const { end, send, wanted } = desktop([]);
    send({ type: 'press', x: 1, y: 2, button: 1, clicks: 1 });
    expect(wanted()).toBe(false);
    expect((await end()).map(({ kind }) => kind)).toEqual(['window', 'click']);
  });
});

describe('a pointer', () => {
  test('is pressed and let go: a drag has two ends, with what is held', async () => {
    const { send, end } = desktop();
    send({ type: 'press', x: 1, y: 2, button: 1, clicks: 1, shiftKey: true });
    send({ type: 'release', x: 90, y: 80, button: 1 });

    const buttons = of('button', await end());

    const common = { kind: 'button', app: 'editor', window: 'w1', button: 0, pointerType: 'mouse' };
    expect(buttons).toEqual([
      { ...common, time: expect.any(Number), type: 'pointerdown', x: 1, y: 2, shiftKey: true },
      { ...common, time: expect.any(Number), type: 'pointerup', x: 90, y: 80 },
    ]);
  });

  test('that moves and scrolls says what is held; another modifier is another path', async () => {
    const { send, end } = desktop();
    send({ type: 'move', x: 1, y: 1, time: 0, ctrlKey: true });
    send({ type: 'move', x: 2, y: 2, time: 50, ctrlKey: true });
    send({ type: 'move', x: 3, y: 3, time: 100 });
    send({ type: 'wheel', x: 3, y: 3, direction: 'vertical', lines: -3, time: 150, ctrlKey: true });

    const events = await end();

    expect(of('pointer', events)).toMatchObject([{ ctrlKey: true, path: [0, 1, 1, 50, 2, 2] }, { path: [0, 3, 3] }]);
    expect(of('pointer', events)[1]).not.toHaveProperty('ctrlKey');
    // Up, as a wheel event counts.
    expect(of('scroll', events)).toMatchObject([{ deltaY: -3, ctrlKey: true }]);
  });
});

test('a window says where it is when it has the focus, and when it is moved', async () => {
  const taken = desktop([...ALL, 'window']);
  const moved = { ...editor, bounds: { x: 50, y: 60, width: 300, height: 200 } };
  taken.change({ type: 'bounds', window: moved });

  const windows = of('window', await taken.end());

  expect(windows).toEqual([
    {
      ...{ kind: 'window', time: 1_000_000, app: 'editor', window: 'w1' },
      type: 'focus',
      title: 'draft',
      ...editor.bounds,
    },
    { ...{ kind: 'window', time: 1_000_000, app: 'editor', window: 'w1' }, type: 'bounds', ...moved.bounds },
  ]);
});

test('an element is told of the window that has the focus, and of no other program', async () => {
  const { focus, end } = desktop();
  focus({ pid: 7, role: 'button', name: 'Save', bounds: { x: 1, y: 2, width: 3, height: 4 } });
  focus({ pid: 8, role: 'textbox', name: 'of another program' });

  expect(of('element', await end())).toEqual([
    {
      ...{ kind: 'element', time: 1_000_000, app: 'editor', window: 'w1', type: 'focus', role: 'button', name: 'Save' },
      ...{ x: 1, y: 2, width: 3, height: 4 },
    },
  ]);
});

test('stamps count what was kept, and go on when the calendar is set back', () => {
  const events: Event[] = [];
  const clock = { now: 1_000, elapsed: 50 };
  let keeps = true;
  const sink = stamping(
    {
      capture(event) {
        if (keeps) events.push(event);
        return keeps ? 'kept' : 'filtered';
      },
      ready: async () => {},
      takes: () => true,
    },
    { now: () => clock.now, elapsed: () => clock.elapsed },
  );
  const tell = (time: number) => sink.capture({ kind: 'window', time, app: 'editor', type: 'focus' });

  clock.elapsed += 30;
  clock.now += 30;
  tell(1_020);
  keeps = false;
  tell(1_021);
  keeps = true;
  clock.now -= 500_000;
  clock.elapsed += 100;
  tell(clock.now);

  expect(events.map((event) => [event.order, event.timeStamp])).toEqual([
    [0, 20],
    [1, 130],
  ]);
});

test('what is pressed is told behind its press, of the window’s own program alone', async () => {
  const { send, under, end } = desktop();
  under({ pid: 7, role: 'button', name: 'Save', bounds: { x: 1, y: 2, width: 3, height: 4 } });
  send({ type: 'press', button: 1, clicks: 1, x: 5, y: 6 });
  await new Promise((resolve) => setImmediate(resolve));
  under({ pid: 8, role: 'button', name: 'another program’s' });
  send({ type: 'press', button: 1, clicks: 1, x: 5, y: 6 });
  const kinds = (await end()).filter(({ kind }) => kind !== 'session' && kind !== 'screen' && kind !== 'window');
  expect(kinds.map(({ kind }) => kind)).toEqual(['button', 'click', 'element', 'button', 'click']);
  expect(kinds[2]).toMatchObject({ type: 'press', role: 'button', name: 'Save', x: 1, width: 3, app: 'editor' });
});
