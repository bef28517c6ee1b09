import { eventMask, type XClient, type XDisplay, type XEvent } from 'x11';
import { CollectorError, type HookEvent, type HookModifiers, type InputHook } from './hook.ts';
import type { PointerAt } from './windows.ts';
import { openDisplay } from './x11-display.ts';
import { codeOfKeycode } from './x11-keys.ts';

/**
 * Keyboard and pointer of an X server, by the X Input extension and over its own protocol: no native code.
 *
 * Keys and the pointer are on connections of their own, which the server is told different versions of. A client of version 2.0 is given no raw key while
 * another one has grabbed the keyboard; from 2.1 on it is, and what is typed into a screen lock with it. So keys are asked for by 2.0, and by nothing else.
 * Behind that stands a watch of grabs of both kinds, on the root window and on the focused one: while the keyboard is elsewhere, no key is told.
 * The pointer is asked for by 2.2: a button that is held is a grab, too, and a drag would not be seen. Where it points is told by its window.
 */

const NAME = 'XInputExtension';
/** XI2 requests and events (XI2proto.h). */
const SELECT_EVENTS = 46;
const QUERY_VERSION = 47;
const ALL_MASTER_DEVICES = 1;
const RAW = { keyPress: 13, keyRelease: 14, buttonPress: 15, buttonRelease: 16, motion: 17 } as const;
const BUTTONS = [RAW.buttonPress, RAW.buttonRelease];
/** Core protocol: modes of FocusIn and FocusOut. */
const MODE = { normal: 0, grab: 1, ungrab: 2 } as const;
/** XKB: the core keyboard, and its state. */
const CORE_KEYBOARD = 0x100;
const STATE_NOTIFY = 4;
/** Modifiers as the X server numbers them; the last two by what every keymap of XKB gives them. */
const MODS = { shift: 1, lock: 2, control: 4, alt: 8, numLock: 16, meta: 64, level3: 128 } as const;
const WHEEL: ReadonlyMap<number, readonly ['vertical' | 'horizontal', 1 | -1]> = new Map([
  [4, ['vertical', -1]],
  [5, ['vertical', 1]],
  [6, ['horizontal', -1]],
  [7, ['horizontal', 1]],
]);
/** Lines that a notch of a wheel is, as toolkits scroll. */
const LINES = 3;
/** A second press of a button within this time (ms) and way (pixels) is a double click. */
const CLICK_TIME = 500;
const CLICK_WAY = 5;
/** The pointer is asked where it is no more often, ms: a little more than what the collector takes a sample in. */
const POINTER_EVERY = 36;
/** Movements between two questions from which on the pointer is asked without being told of. */
const COMES_ON = 2;

interface RawEvent {
  kind: number;
  time: number;
  /** Keycode, or button. */
  detail: number;
}

/** A connection that is of one version of XI2 for good: the first that is asked for is the one that the server keeps. */
async function connectInput(
  minor: 0 | 2,
  kinds: readonly number[],
  heard: (event: RawEvent) => void,
): Promise<{ display: XDisplay; select: (kinds: readonly number[]) => void }> {
  const display = await openDisplay();
  const X = display.client;
  const { present, majorOpcode } = await new Promise<{ present: number; majorOpcode: number }>((resolve, reject) =>
    X.QueryExtension(NAME, (error, value) => (error ? reject(error) : resolve(value))),
  );
  if (!present) throw new CollectorError('this X server has no X Input extension');
  const given = await new Promise<number>((resolve, reject) => {
    X.seq_num++;
    const request = Buffer.alloc(8);
    request.set([majorOpcode, QUERY_VERSION, 2, 0, 2, 0, minor, 0]);
    X.pack_stream.put(request);
    X.replies[X.seq_num] = [
      (reply) => reply.readUInt16LE(0) * 100 + reply.readUInt16LE(2),
      (error, value) => (error ? reject(error) : resolve(value)),
    ];
    X.pack_stream.submit(true);
  });
  // A server that answers with another one would tell what is typed into a screen lock.
  if (minor === 0 && given !== 200) throw new CollectorError('this X server does not speak version 2.0 of X Input');
  X.geEventParsers[majorOpcode] = (type, seq, _extra, _code, raw) => {
    const kind = raw.readUInt16LE(0);
    if (kinds.includes(kind)) heard({ kind, time: raw.readUInt32LE(4), detail: raw.readUInt32LE(8) });
    return { type, seq, name: 'XInputRaw' };
  };
  const select = (wanted: readonly number[]) => {
    X.seq_num++;
    const request = Buffer.alloc(20);
    request.set([majorOpcode, SELECT_EVENTS, 5, 0]);
    request.writeUInt32LE(display.screen[0]!.root, 4);
    request.writeUInt16LE(1, 8);
    request.writeUInt16LE(ALL_MASTER_DEVICES, 12);
    request.writeUInt16LE(1, 14);
    request.writeUInt32LE(wanted.reduce((mask, kind) => mask | (1 << kind), 0) >>> 0, 16);
    X.pack_stream.put(request);
    X.pack_stream.submit();
  };
  select(kinds);
  return { display, select };
}

/** Whether another client has the keyboard: by what its focus events say on the root window, and on the window that has the focus. */
export class GrabWatch {
  grabbed = false;

  heard({ name, mode }: Pick<XEvent, 'name' | 'mode'>): void {
    if (name !== 'FocusIn' && name !== 'FocusOut') return;
    if (mode === MODE.grab) this.grabbed = true;
    // An ordinary change of the focus is no grab's: what was one is over, also where its window went and told nothing.
    else if (mode === MODE.ungrab || mode === MODE.normal) this.grabbed = false;
  }
}

interface KeyState {
  mods: number;
  group: number;
}

export const modifiersOf = (mods: number, time: number): HookModifiers => ({
  time,
  altKey: (mods & MODS.alt) !== 0,
  ctrlKey: (mods & MODS.control) !== 0,
  metaKey: (mods & MODS.meta) !== 0,
  shiftKey: (mods & MODS.shift) !== 0,
});

export const layoutStateOf = ({ mods, group }: KeyState) => ({
  shift: (mods & MODS.shift) !== 0,
  capsLock: (mods & MODS.lock) !== 0,
  level3: (mods & MODS.level3) !== 0,
  numLock: (mods & MODS.numLock) !== 0,
  group,
});

/**
 * @param where is the pointer, asked of who asks what is under it, too
 * @throws CollectorError there is no X server, or none that can be asked so
 */
export async function createX11Input(where: () => Promise<PointerAt | undefined>): Promise<InputHook> {
  let tell: ((event: HookEvent) => void) | undefined;
  const keyboard = await openKeyboard((event) => tell?.(event));
  const pointer = await openPointer((event) => tell?.(event), where);
  return {
    start(onEvent) {
      tell = onEvent;
    },
    stop() {
      tell = undefined;
      keyboard.terminate();
      pointer.terminate();
    },
  };
}

async function openKeyboard(tell: (event: HookEvent) => void): Promise<XClient> {
  const grabs = new GrabWatch();
  let state: KeyState | undefined;
  const { display } = await connectInput(0, [RAW.keyPress, RAW.keyRelease], ({ kind, time, detail }) => {
    // What the keys mean is not known before the server has said so.
    if (grabs.grabbed || !state) return;
    tell({
      type: kind === RAW.keyPress ? 'keydown' : 'keyup',
      keycode: detail,
      code: codeOfKeycode(detail),
      // The state before this key: its own change of it comes behind it.
      state: layoutStateOf(state),
      ...modifiersOf(state.mods, time),
    });
  });
  const X = display.client;
  const { root } = display.screen[0]!;
  // Windows come and go between two requests.
  X.on('error', () => {});
  X.on('event', (event) => {
    if (event.name === 'XkbStateNotify') state = { mods: event.mods!, group: event.group! };
    grabs.heard(event);
  });
  const xkb = await new Promise<{
    GetState(device: number, done: (error: Error | null, state: KeyState) => void): void;
    SelectEvents(device: number, affect: number, clear: number, all: number, affectMap: number, map: number): void;
  }>((resolve, reject) => X.require('xkb', (error, found) => (error ? reject(error) : resolve(found as never))));
  xkb.SelectEvents(CORE_KEYBOARD, STATE_NOTIFY, 0, STATE_NOTIFY, 0, 0);
  state = await new Promise<KeyState>((resolve, reject) =>
    xkb.GetState(CORE_KEYBOARD, (error, now) => (error ? reject(error) : resolve(now))),
  );
  await watchFocus(X, root);
  return X;
}

/** Focus events of the root window, and of each window that comes to have the focus: a grab on a window of one's own is told to the focused one alone. */
async function watchFocus(X: XClient, root: number): Promise<void> {
  const active = await new Promise<number>((resolve, reject) =>
    X.InternAtom(false, '_NET_ACTIVE_WINDOW', (error, atom) => (error ? reject(error) : resolve(atom))),
  );
  X.ChangeWindowAttributes(root, { eventMask: eventMask.FocusChange | eventMask.PropertyChange });
  const watch = () => {
    X.GetInputFocus((error, { focus } = { focus: 0 }) => {
      // 0 is nobody, 1 whatever the pointer is over.
      if (!error && focus > 1 && focus !== root)
        X.ChangeWindowAttributes(focus, { eventMask: eventMask.FocusChange }, () => {});
    });
  };
  X.on('event', ({ name, atom, mode }) => {
    if ((name === 'PropertyNotify' && atom === active) || (name === 'FocusIn' && mode === MODE.normal)) watch();
  });
  watch();
}

async function openPointer(
  tell: (event: HookEvent) => void,
  ask: () => Promise<PointerAt | undefined>,
): Promise<XClient> {
  let [asked, pending, polling] = [Number.NEGATIVE_INFINITY, false, false];
  let at: { x: number; y: number } | undefined;
  /** Of `moves`, those that there were when it was last asked. */
  let [rests, moves, seen] = [false, 0, 0];
  let heard = { time: 0, at: 0 };
  let last = { button: 0, time: 0, x: 0, y: 0, clicks: 0 };
  const clicksOf = (button: number, time: number, x: number, y: number): number => {
    const again =
      button === last.button &&
      time - last.time <= CLICK_TIME &&
      Math.abs(x - last.x) <= CLICK_WAY &&
      Math.abs(y - last.y) <= CLICK_WAY;
    last = { button, time, x, y, clicks: again ? last.clicks + 1 : 1 };
    return last.clicks;
  };
  const { display, select } = await connectInput(2, [...BUTTONS, RAW.motion], ({ kind, time, detail }) => {
    if (kind !== RAW.motion) {
      const [rested, movesBefore] = [rests ? at : undefined, moves];
      where((nowX, nowY, mods) => {
        // Of a pointer that had rested and has moved since, where it rested: by the time that is asked, a drag has gone on from there.
        const { x, y } = rested && moves !== movesBefore ? rested : { x: nowX, y: nowY };
        const event = { x, y, ...modifiersOf(mods, time) };
        const wheel = WHEEL.get(detail);
        if (wheel) {
          const [direction, sign] = wheel;
          if (kind === RAW.buttonPress) tell({ type: 'wheel', direction, lines: LINES * sign, ...event });
        } else if (kind === RAW.buttonPress)
          tell({ type: 'press', button: buttonOf(detail), clicks: clicksOf(detail, time, x, y), ...event });
        else tell({ type: 'release', button: buttonOf(detail), ...event });
      });
      return;
    }
    rests = false;
    moves++;
    heard = { time, at: performance.now() };
    if (pending || polling) return;
    const wait = POINTER_EVERY - (performance.now() - asked);
    pending = true;
    if (wait <= 0) move();
    else setTimeout(move, wait);
  });
  /** The server's time now, by the last that it said. */
  const time = () => Math.round(heard.time + performance.now() - heard.at);
  /** @param again whether it has moved at all is the question */
  const move = (again = false) => {
    pending = false;
    // One that comes on and on is asked for, and not told of with each pixel: a mouse says a thousand a second, and each wakes the agent.
    if (moves - seen >= COMES_ON && !polling) {
      polling = true;
      select(BUTTONS);
    }
    asked = performance.now();
    seen = moves;
    where((x, y, mods) => {
      const stands = at?.x === x && at.y === y;
      at = { x, y };
      // What has moved since it was asked is asked again in its turn.
      rests = !polling && seen === moves;
      if (!stands || !(polling || again)) tell({ type: 'move', x, y, ...modifiersOf(mods, time()) });
      if (polling && !stands) setTimeout(move, Math.max(0, POINTER_EVERY - (performance.now() - asked)));
      else if (polling) watchAgain();
    }, watchAgain);
  };
  /** It has come to rest. What moved before the server listens again is seen by asking once more. */
  const watchAgain = () => {
    if (!polling) return;
    select([...BUTTONS, RAW.motion]);
    X.GetInputFocus((error) => {
      polling = false;
      if (!error) move(true);
    });
  };
  const X = display.client;
  X.on('error', () => {});
  const where = (then: (x: number, y: number, mods: number) => void, otherwise = () => {}) =>
    void ask().then((found) => (found ? then(found.x, found.y, found.mods) : otherwise()));
  return X;
}

/** As libuiohook numbers them: 1 left, 2 right, 3 middle, 4 back, 5 forward. */
const buttonOf = (button: number): number => {
  if (button === 2) return 3;
  if (button === 3) return 2;
  return button >= 8 ? button - 4 : button;
};
