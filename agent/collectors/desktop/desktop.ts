import type { Event } from '../../../wire/event.ts';
import { keyClass } from '../../../wire/key-class.ts';
import type { CaptureSink, Collector, CollectorReport } from '../collector.ts';
import { stamping } from '../stamp.ts';
import type { FieldAnswer, FieldWatcher, FocusedElement } from './fields.ts';
import type { HookEvent, InputHook } from './hook.ts';
import { KEY_CODES, KEYPAD_NAVIGATION } from './key-codes.ts';
import { type KeyboardLayout, keyOf, type LayoutState } from './layout.ts';
import { PointerPath } from './pointer-path.ts';
import { SessionMarks } from './session-marks.ts';
import type { WindowChange, WindowInfo, WindowWatcher } from './windows.ts';
import { NUMPAD_NAVIGATION } from './x11-keys.ts';

/** Between two samples of a movement, ms: 30 a second show its course; a mouse sends up to 1,000. */
const SAMPLE = 33;
/** A movement that pauses this long, ms, is a path of its own. */
const PATH_PAUSE = 250;
/** The hook's clock and the calendar may drift apart by this much, ms, before they are set again. */
const DRIFT = 2000;
/** So long may a program take to say what was pressed in it, ms. */
const SAYS_WITHIN = 400;
/** MouseEvent.button by the hook's number: left, right, middle, back, forward. */
const BUTTONS = [0, 0, 2, 1, 3, 4];

export interface DesktopOptions {
  hook: InputHook;
  windows: WindowWatcher;
  /** What the field is that keys go to. Where it is not known, nothing of their content is kept. @default not asked, and content is kept as the filter has it */
  fields?: FieldWatcher;
  /** Of the agent, for the mark of a session. @default 0.0.0 */
  version?: readonly number[];
  /** @default process.platform */
  platform?: NodeJS.Platform;
  /** @default Date.now */
  now?: () => number;
}

/**
 * Keyboard, mouse and window focus of the whole desktop. Every event names the application it went to; what cannot be
 * told is skipped, and counted: `unattributed` (no window there), `uncertain` (the focus moved while the key was
 * looked at, so it may have gone to either window).
 */
export function createDesktopCollector(options: DesktopOptions): Collector {
  const { now = Date.now } = options;
  return {
    run: (sink, signal) => new DesktopRun(stamping(sink, { now }), options, now).run(options.hook, signal),
  };
}

class DesktopRun {
  readonly #sink: CaptureSink;
  readonly #windows: WindowWatcher;
  readonly #fields: FieldWatcher | undefined;
  readonly #now: () => number;
  readonly #report: CollectorReport = { events: 0, skipped: {} };
  readonly #path = new PointerPath();
  readonly #down = new Set<number>();
  #capsLock = false;
  #offset: number | undefined;
  #pause: NodeJS.Timeout | undefined;
  /** Time of the last sampled move, and the newest move after it. */
  #sampled = Number.NEGATIVE_INFINITY;
  #between: HookEvent | undefined;
  /** Events wait for each other: questions to the window system must not change their order. */
  #queue: Promise<void> = Promise.resolve();

  readonly #marks: SessionMarks;

  constructor(
    sink: CaptureSink,
    { windows, fields, version = [0, 0, 0], platform = process.platform }: DesktopOptions,
    now: () => number,
  ) {
    this.#marks = new SessionMarks(
      sink,
      {
        ...{ version, platform },
        layout: async () => windows.layoutName?.(),
        screens: async () => (await windows.screens?.()) ?? [],
      },
      { now, elapsed: () => performance.now() },
    );
    this.#sink = sink;
    this.#windows = windows;
    this.#fields = fields;
    this.#now = now;
  }

  async run(hook: InputHook, signal: AbortSignal): Promise<CollectorReport> {
    this.#windows.onChange((change) => {
      const time = this.#now();
      this.#queue = this.#queue.then(() => this.#windowChanged(change, time));
    });
    const unwatch = this.#sink.onState?.((state) => this.#then(() => this.#marks.see(state)));
    const unwatchPauses = this.#sink.onPausing?.((reason, at) => this.#marks.pausing(reason, at));
    this.#windows.onScreens?.(() => this.#then(() => this.#marks.screens()));
    this.#fields?.onFocus?.(
      () => this.#sink.takes?.('element') === true,
      (element) => this.#then(() => this.#focused(element)),
    );
    const { current } = this.#windows;
    if (current)
      this.#emit({
        kind: 'window',
        time: this.#now(),
        app: current.app,
        window: current.window,
        type: 'focus',
        title: current.title,
        ...current.bounds,
      });
    hook.start((event) => {
      if (event.type === 'move') {
        this.#armPause();
        if (event.time - this.#sampled < SAMPLE) {
          this.#between = event;
          return;
        }
        this.#sampled = event.time;
      }
      this.#enqueue(event);
    });
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    hook.stop();
    clearTimeout(this.#pause);
    await this.#queue;
    this.#endPath();
    unwatch?.();
    unwatchPauses?.();
    this.#marks.stop();
    this.#windows.close();
    this.#fields?.close();
    return this.#report;
  }

  #enqueue(event: HookEvent): void {
    this.#between = undefined;
    const seen = this.#windows.current;
    // All is asked now, and waited for in order: a key whose field has to come to rest keeps nobody from being looked at.
    if (isKey(event)) {
      const looked = Promise.all([this.#windows.focused(), this.#fields?.settled()]);
      looked.catch(() => {});
      this.#queue = this.#queue.then(async () => {
        this.#endPath();
        this.#key(this.#time(event.time), event, seen, ...(await looked));
      });
      return;
    }
    const target = this.#windows.at(event.x, event.y);
    target.catch(() => {});
    const pressed = event.type === 'press' ? this.#pressed(event, target) : undefined;
    this.#queue = this.#queue.then(async () => {
      this.#handle(event, await target);
      if (pressed) this.#element('press', await target, await pressed, this.#time(event.time));
    });
  }

  /** Looked up at once: what was pressed may be gone when it is let go. Who does not say it soon says nothing. */
  async #pressed({ x, y }: { x: number; y: number }, target: Promise<WindowInfo | undefined>) {
    if (this.#sink.takes?.('element') !== true) return undefined;
    const pid = (await target.catch(() => undefined))?.pid;
    if (pid === undefined) return undefined;
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, SAYS_WITHIN, undefined));
    return Promise.race([this.#fields?.at?.(pid, Math.round(x), Math.round(y)), late]);
  }

  /** A movement that has come to rest ends where it rests, sampled or not. */
  #armPause(): void {
    // One timer, set back with each pixel, and wound up again after it has run.
    if (this.#pause) this.#pause.refresh();
    else
      this.#pause = setTimeout(() => {
        if (this.#between) this.#enqueue(this.#between);
        this.#queue = this.#queue.then(() => this.#endPath());
      }, PATH_PAUSE);
  }

  #handle(event: Exclude<HookEvent, KeyHookEvent>, target: WindowInfo | undefined): void {
    const time = this.#time(event.time);
    if (event.type === 'move') {
      this.#move(time, event, target);
      return;
    }
    this.#endPath();
    this.#pressOrWheel(time, event, target);
  }

  #move(time: number, event: Extract<HookEvent, { type: 'move' }>, target: WindowInfo | undefined): void {
    if (!target) {
      this.#endPath();
      this.#skip('unattributed');
      return;
    }
    const ended = this.#path.add(time, Math.round(event.x), Math.round(event.y), target, modifiers(event));
    if (ended) this.#emit(ended);
  }

  #pressOrWheel(
    time: number,
    event: Extract<HookEvent, { type: 'press' | 'release' | 'wheel' }>,
    target: WindowInfo | undefined,
  ): void {
    if (!target) {
      this.#skip('unattributed');
      return;
    }
    const common = { time, app: target.app, window: target.window };
    const place = { x: Math.round(event.x), y: Math.round(event.y) };
    if (event.type === 'wheel') {
      const deltaX = event.direction === 'horizontal' ? event.lines : 0;
      const deltaY = event.direction === 'vertical' ? event.lines : 0;
      this.#emit({ kind: 'scroll', ...common, ...place, deltaX, deltaY, deltaMode: 1, ...modifiers(event) });
      return;
    }
    const button = BUTTONS[event.button] ?? Math.min(31, event.button);
    if (this.#sink.takes?.('button') === true) {
      const type = event.type === 'press' ? 'pointerdown' : 'pointerup';
      const pointer = { pointerType: 'mouse', ...modifiers(event) } as const;
      this.#emit({ kind: 'button', ...common, type, ...place, button, ...pointer });
    }
    if (event.type === 'release') return;
    this.#emit({
      kind: 'click',
      ...common,
      ...place,
      button,
      detail: Math.min(255, event.clicks),
      ...modifiers(event),
    });
  }

  #key(
    time: number,
    event: Extract<HookEvent, { type: 'keydown' | 'keyup' }>,
    seen: WindowInfo | undefined,
    focused: WindowInfo | undefined,
    field: FieldAnswer | undefined,
  ): void {
    const { type, keycode } = event;
    const repeat = type === 'keydown' && this.#down.has(keycode);
    if (type === 'keydown') this.#down.add(keycode);
    else this.#down.delete(keycode);
    const code = event.code ?? KEY_CODES.get(keycode) ?? '';
    if (code === 'CapsLock' && type === 'keydown' && !repeat) this.#capsLock = !this.#capsLock;
    if (!focused || seen?.window !== focused.window) {
      this.#skip(focused ? 'uncertain' : 'unattributed');
      return;
    }
    const { layout } = this.#windows;
    const key = event.state ? meaning(code, layout, event.state) : this.#guessed(code, event);
    this.#emit({
      kind: 'key',
      time,
      app: focused.app,
      window: focused.window,
      type,
      ...(this.#fields ? inField(field, focused, { code, key }) : { code, key }),
      class: keyClass(key, code),
      ...(repeat ? { repeat } : {}),
      ...modifiers(event),
    });
  }

  /** By what was pressed since the collector began: the system does not say. */
  #guessed(code: string, { keycode, shiftKey: shift }: KeyHookEvent): string {
    const { layout } = this.#windows;
    const level3 = layout.hasLevel3 && [...this.#down].some((down) => KEY_CODES.get(down) === 'AltRight');
    return KEYPAD_NAVIGATION.get(keycode) ?? keyOf(code, layout, { shift, capsLock: this.#capsLock, level3 });
  }

  #windowChanged(change: WindowChange, time: number): void {
    if (change.type === 'bounds' && this.#sink.takes?.('window', 'width') !== true) return;
    this.#endPath();
    const { window } = change;
    if (change.type === 'focus' && change.before) {
      const { app, window: id } = change.before;
      this.#emit({ kind: 'window', time, app, window: id, type: 'blur' });
    }
    if (window) {
      this.#emit({
        kind: 'window',
        time,
        app: window.app,
        window: window.window,
        type: change.type,
        ...(change.type !== 'bounds' && { title: window.title }),
        ...window.bounds,
      });
    }
  }

  /** In its turn, behind what happened before. */
  #then(run: () => void | Promise<void>): void {
    this.#queue = this.#queue.then(run);
  }

  /** Of the window that has the focus, or of nobody: programs tell of what they do in the background as well. */
  #focused(element: FocusedElement): void {
    this.#element('focus', this.#windows.current, element, this.#now());
  }

  /** Of the window's own program, or of nobody. */
  #element(
    type: 'focus' | 'press',
    of: WindowInfo | undefined,
    element: FocusedElement | undefined,
    time: number,
  ): void {
    if (!of || !element || of.pid !== element.pid) return;
    const { role, name, bounds } = element;
    this.#endPath();
    this.#emit({
      ...{ kind: 'element', time, app: of.app, window: of.window, type, role },
      ...(name !== undefined && { name }),
      ...bounds,
    });
  }

  #endPath(): void {
    const path = this.#path.end();
    if (path) this.#emit(path);
  }

  #emit(event: Event): void {
    this.#report.events++;
    this.#sink.capture(event);
  }

  #skip(reason: string): void {
    this.#report.skipped[reason] = (this.#report.skipped[reason] ?? 0) + 1;
  }

  /** The hook counts from some start of its own; its distances are exact, so that timing survives a busy moment. */
  #time(hookTime: number): number {
    const now = this.#now();
    if (this.#offset === undefined || Math.abs(hookTime + this.#offset - now) > DRIFT) this.#offset = now - hookTime;
    return hookTime + this.#offset;
  }
}

/** What is kept of a key by what it went to: of a secret, and where nobody says, nothing of its content. */
function inField(field: FieldAnswer | undefined, { pid }: WindowInfo, content: { code: string; key: string }) {
  // What another process says is not of this window: one that says nothing may stand before one that does.
  if (!field || field.pid !== pid) return {};
  if (field.secret) return { fieldType: 'password' };
  if (!field.isText) return content;
  return { ...content, fieldType: 'text', ...(field.field !== undefined && { field: field.field }) };
}

const isKey = (event: HookEvent): event is KeyHookEvent => event.type === 'keydown' || event.type === 'keyup';

type KeyHookEvent = Extract<HookEvent, { type: 'keydown' | 'keyup' }>;

const meaning = (code: string, layout: KeyboardLayout, state: LayoutState): string =>
  (state.numLock === false ? NUMPAD_NAVIGATION.get(code) : undefined) ?? keyOf(code, layout, state);

/** Those that are held; absent means not. */
function modifiers({ altKey, ctrlKey, metaKey, shiftKey }: HookEvent) {
  return {
    ...(altKey ? { altKey } : {}),
    ...(ctrlKey ? { ctrlKey } : {}),
    ...(metaKey ? { metaKey } : {}),
    ...(shiftKey ? { shiftKey } : {}),
  };
}
