import type { LayoutState } from './layout.ts';

/**
 * Global keyboard and mouse through uiohook-napi (libuiohook; X11, macOS, Windows). Loaded when it is needed alone: the
 * package is optional, and without a display the native part cannot start.
 */

export type HookEvent =
  | ({
      type: 'keydown' | 'keyup';
      /** The hook's own number of the key. */
      keycode: number;
      /** KeyboardEvent.code, where the hook knows it; else by libuiohook's number. */
      code?: string;
      /** What the keys mean at that moment, where the system says so; else it is kept count of. */
      state?: LayoutState;
    } & HookModifiers)
  | ({ type: 'press'; x: number; y: number; button: number; clicks: number } & HookModifiers)
  | ({ type: 'release'; x: number; y: number; button: number } & HookModifiers)
  | ({ type: 'move'; x: number; y: number } & HookModifiers)
  | ({ type: 'wheel'; x: number; y: number; direction: 'vertical' | 'horizontal'; lines: number } & HookModifiers);

export interface HookModifiers {
  /** ms on the system's own clock, whose start is unknown. */
  time: number;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

export interface InputHook {
  /** @throws CollectorError the system does not let us */
  start(onEvent: (event: HookEvent) => void): void;
  stop(): void;
}

/** A collector cannot run here; the message says what is missing. */
export class CollectorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CollectorError';
  }
}

/** libuiohook's event types and directions (uiohook.h). */
const KEY_PRESSED = 4;
const KEY_RELEASED = 5;
const MOUSE_PRESSED = 7;
const MOUSE_RELEASED = 8;
const MOUSE_MOVED = 9;
const MOUSE_DRAGGED = 10;
const MOUSE_WHEEL = 11;
const HORIZONTAL = 4;

interface RawEvent extends HookModifiers {
  type: number;
  keycode: number;
  x: number;
  y: number;
  button: number;
  clicks: number;
  amount: number;
  direction: number;
  rotation: number;
}

export function toHookEvent(raw: RawEvent): HookEvent | undefined {
  const { type, time, altKey, ctrlKey, metaKey, shiftKey, x, y } = raw;
  const modifiers = { time, altKey, ctrlKey, metaKey, shiftKey };
  switch (type) {
    case KEY_PRESSED:
    case KEY_RELEASED:
      return { type: type === KEY_PRESSED ? 'keydown' : 'keyup', keycode: raw.keycode, ...modifiers };
    case MOUSE_PRESSED:
      return { type: 'press', x, y, button: raw.button, clicks: raw.clicks, ...modifiers };
    case MOUSE_RELEASED:
      return { type: 'release', x, y, button: raw.button, ...modifiers };
    case MOUSE_MOVED:
    case MOUSE_DRAGGED:
      return { type: 'move', x, y, ...modifiers };
    case MOUSE_WHEEL: {
      const direction = raw.direction === HORIZONTAL ? 'horizontal' : 'vertical';
      return { type: 'wheel', x, y, direction, lines: raw.rotation * raw.amount, ...modifiers };
    }
    default:
      return undefined;
  }
}

/** @throws CollectorError uiohook-napi is not installed, or has no binary for this system */
export async function createUiohook(): Promise<InputHook> {
  let uIOhook: { on(name: 'input', run: (raw: RawEvent) => void): void; start(): void; stop(): void };
  try {
    const loaded = (await import('uiohook-napi')) as unknown as {
      uIOhook?: typeof uIOhook;
      default?: { uIOhook: typeof uIOhook };
    };
    uIOhook = (loaded.uIOhook ?? loaded.default?.uIOhook)!;
  } catch (cause) {
    throw new CollectorError('the desktop collector needs the package uiohook-napi: npm install uiohook-napi', {
      cause,
    });
  }
  return {
    start(onEvent) {
      uIOhook.on('input', (raw) => {
        const event = toHookEvent(raw);
        if (event) onEvent(event);
      });
      try {
        uIOhook.start();
      } catch (cause) {
        throw new CollectorError('the system does not let the agent see keyboard and mouse', { cause });
      }
    },
    stop: () => uIOhook.stop(),
  };
}
