import { AGENT_APP, type Event, type EventOf, type KeyEvent } from '../../wire/event.ts';
import type { PlacedEvent } from './columns.ts';

/**
 * A session as a trajectory, in the form of AgentNet (OpenCUA, https://opencua.xlang.ai, MIT): one line a task, its steps an index, what was
 * seen and a value with the action and its PyAutoGUI code. What AgentNet has from people and models who looked at screens (thought, image)
 * is null here: no screen is recorded. The instruction is what the person said they were about to do, where they did. Coordinates are pixels, as recorded, where
 * AgentNet's are shares of a screen.
 *
 * Each step names the events that it stands for and has them whole, so that what a model team maps otherwise is there, and steps put
 * one behind the other are the session again, event by event.
 */
export interface Trajectory {
  task_id: string;
  person: string;
  instruction: string | null;
  natural_language_task: string | null;
  /** The program in which most happened, as AgentNet's `domain`. */
  domain: string;
  traj: TrajectoryStep[];
}

export interface TrajectoryStep {
  index: number;
  image: null;
  /** What is known of the screen when the action begins. */
  observation: { application: string; window?: string; field?: string; fieldType?: string };
  value: { thought: null; action: Action; code: string | null };
  /** Place of the first in the session. */
  seq: number;
  events: Event[];
}

export type Action =
  | 'click'
  | 'doubleClick'
  | 'tripleClick'
  | 'rightClick'
  | 'middleClick'
  | 'moveTo'
  | 'scroll'
  | 'hscroll'
  | 'write'
  | 'press'
  | 'hotkey'
  | 'edit'
  | 'prompt'
  | 'message'
  | 'transcript'
  | 'focus'
  | 'mouseDown'
  | 'mouseUp'
  | 'element'
  | 'mark';

/** Lines of one step at most: what is typed without a click goes on in the next. */
const MOST_EVENTS = 400;
/** Typing goes on over a shorter pause, ms. */
const TYPING_PAUSE = 5_000;

export function trajectoryOf(session: readonly PlacedEvent[]): Trajectory {
  const [first] = session;
  const steps: TrajectoryStep[] = [];
  let at = 0;
  while (at < session.length) {
    const from = at;
    let last = session[at]!.event;
    while (++at < session.length && at - from < MOST_EVENTS) {
      const { event } = session[at]!;
      if (isRetitled(event, last)) continue;
      if (!goesOn(last, event)) break;
      last = event;
    }
    const events = session.slice(from, at).map(({ event }) => event);
    steps.push({ index: steps.length, image: null, ...stepOf(events), seq: session[from]!.seq, events });
  }
  const said = session.find(({ event }) => event.kind === 'task' && event.type === 'start')?.event as
    | EventOf<'task'>
    | undefined;
  const instruction = said?.text ?? null;
  const programs = session.map(({ event }) => event.app).filter((app) => app !== AGENT_APP);
  return {
    ...{ task_id: first?.session ?? '', person: first?.person ?? '', instruction, natural_language_task: instruction },
    domain: mostOften(programs.length > 0 ? programs : session.map(({ event }) => event.app)),
    traj: steps,
  };
}

/** The session again. */
export const eventsOf = ({ traj }: Pick<Trajectory, 'traj'>): Event[] => traj.flatMap(({ events }) => events);

/** Windows change their titles while somebody types into them: that ends nothing. */
const isRetitled = (event: Event, last: Event): boolean =>
  event.kind === 'window' && event.type === 'title' && last.kind !== 'window' && event.window === last.window;

/** Whether the next event is of the same step: one stroke of the pointer or wheel, one run of typing, one chord. */
function goesOn(last: Event, next: Event): boolean {
  if (isOfClick(last, next)) return true;
  if (next.kind !== last.kind || next.app !== last.app || next.window !== last.window) return false;
  switch (next.kind) {
    case 'pointer':
      return true;
    case 'scroll':
      return next.time - last.time < 1_000;
    case 'key': {
      const before = last as KeyEvent;
      const sameField = next.field === before.field && next.time - last.time < TYPING_PAUSE;
      // The release of a key belongs to its press.
      if (next.type === 'keyup') return sameField;
      // A modifier that is held goes with what is pressed under it.
      return sameField && (isModifier(before) || (isTyped(before) && (isTyped(next) || isShift(next))));
    }
    default:
      return false;
  }
}

/** A press and the click that it is; and its release, if the pointer has not moved meanwhile: else it is a drag, whose parts are steps. */
function isOfClick(last: Event, next: Event): boolean {
  const [from, to] = last.kind === 'button' ? [last, next] : [next, last];
  if (from.kind !== 'button' || to.kind !== 'click') return false;
  const isPress = from === last && from.type === 'pointerdown';
  const isRelease = from === next && from.type === 'pointerup';
  return (isPress || isRelease) && from.button === to.button && from.x === to.x && from.y === to.y;
}

/** Whether a key, pressed or released, is part of what is written rather than a command. */
const isTyped = ({ key, class: of, ctrlKey, altKey, metaKey }: KeyEvent): boolean =>
  !ctrlKey && !altKey && !metaKey && (key === undefined ? of !== undefined && TYPED.has(of) : [...key].length === 1);
const isModifier = ({ type, key }: KeyEvent): boolean => type === 'keydown' && key !== undefined && MODIFIERS.has(key);
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']);
const isShift = ({ key }: KeyEvent): boolean => key === 'Shift' || key === 'AltGraph';
const TYPED: ReadonlySet<string> = new Set(['letter', 'digit', 'punctuation', 'space']);

function stepOf(events: Event[]): Pick<TrajectoryStep, 'observation' | 'value'> {
  const [event] = events as [Event];
  const { field, fieldType } = event as Partial<KeyEvent>;
  const observation = {
    application: event.app,
    ...(event.window !== undefined && { window: event.window }),
    ...(field !== undefined && { field }),
    ...(fieldType !== undefined && { fieldType }),
  };
  const [action, code] = actionOf(event, events);
  return { observation, value: { thought: null, action, code } };
}

const call = (name: string, ...args: string[]): string => `pyautogui.${name}(${args.join(', ')})`;
/** A text in Python: what JSON escapes, Python reads alike. */
const python = (text: string): string => JSON.stringify(text.toWellFormed());

function actionOf(event: Event, all: readonly Event[]): [Action, string | null] {
  const events = all.filter(({ kind }) => kind === event.kind);
  switch (event.kind) {
    case 'click': {
      const { x, y, button, detail = 1 } = event;
      const place = [`x=${x}`, `y=${y}`];
      const name = CLICKS[button]?.[Math.min(detail, 3)] ?? 'click';
      return [name, name === 'click' && button > 2 ? null : call(name, ...place)];
    }
    case 'pointer': {
      const { path } = events.at(-1) as typeof event;
      const [x, y] = path.slice(-2);
      return ['moveTo', x === undefined ? null : call('moveTo', `x=${x}`, `y=${y}`)];
    }
    case 'scroll': {
      const sum = (name: 'deltaX' | 'deltaY') =>
        events.reduce((all, one) => all + ((one as typeof event)[name] ?? 0), 0);
      const [across, down] = [sum('deltaX'), sum('deltaY')];
      // PyAutoGUI counts upwards, a wheel event downwards.
      return Math.abs(across) > Math.abs(down)
        ? ['hscroll', call('hscroll', String(-across))]
        : ['scroll', call('scroll', String(-down))];
    }
    case 'key':
      return keysOf(event, events as readonly KeyEvent[]);
    case 'text':
      // Put in at once: pasted, replaced, undone. Its kind stands in the event.
      return ['edit', event.data === undefined ? null : call('write', python(event.data))];
    case 'button':
      return buttonOf(event, all);
    case 'window':
      return ['focus', null];
    case 'element':
      return ['element', null];
    case 'screen':
    case 'session':
    case 'task':
      return ['mark', null];
    case 'prompt':
      return ['prompt', null];
    case 'message':
      return ['message', null];
    case 'transcript':
      return ['transcript', null];
  }
}

function buttonOf(event: EventOf<'button'>, all: readonly Event[]): [Action, string | null] {
  const click = all.find(({ kind }) => kind === 'click');
  if (click && all.some((one) => one.kind === 'button' && one.type === 'pointerup')) return actionOf(click, [click]);
  const { x, y, button, type } = event;
  const name = type === 'pointerdown' ? 'mouseDown' : 'mouseUp';
  const which = BUTTONS[button];
  return [name, which === undefined ? null : call(name, `x=${x}`, `y=${y}`, `button='${which}'`)];
}

const BUTTONS = ['left', 'middle', 'right'];

const CLICKS: Readonly<Record<number, Readonly<Record<number, Action>>>> = {
  0: { 0: 'click', 1: 'click', 2: 'doubleClick', 3: 'tripleClick' },
  1: { 0: 'middleClick', 1: 'middleClick', 2: 'middleClick', 3: 'middleClick' },
  2: { 0: 'rightClick', 1: 'rightClick', 2: 'rightClick', 3: 'rightClick' },
};

/** Names of PyAutoGUI, where they are others than the key's own in small letters. */
const PYAUTOGUI: Readonly<Record<string, string>> = {
  ...{ ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Escape: 'esc', Control: 'ctrl' },
  ...{ Meta: 'win', ' ': 'space', PageUp: 'pageup', PageDown: 'pagedown' },
};

function keysOf(first: KeyEvent, events: readonly KeyEvent[]): [Action, string | null] {
  const pressed = events.filter((one) => one.type === 'keydown' && !isShift(one));
  // Where the key itself is not kept, there is no code that would press it.
  const keys = pressed.map(({ key }) => key);
  const known = keys.length > 0 && keys.every((key) => key !== undefined);
  if (pressed.every(isTyped) && pressed.length > 0) {
    return ['write', known ? call('write', python(keys.join(''))) : null];
  }
  const { ctrlKey, altKey, metaKey, shiftKey, key } =
    pressed.findLast((one) => !isModifier(one)) ?? pressed[0] ?? first;
  const held = [ctrlKey && 'ctrl', altKey && 'alt', metaKey && 'win', shiftKey && 'shift'].filter(Boolean) as string[];
  const name = key === undefined ? undefined : (PYAUTOGUI[key] ?? key.toLowerCase());
  const chord = held.filter((one) => one !== name);
  if (name === undefined) return [chord.length > 0 ? 'hotkey' : 'press', null];
  return chord.length > 0
    ? ['hotkey', call('hotkey', ...[...chord, name].map(python))]
    : ['press', call('press', python(name))];
}

function mostOften(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}
