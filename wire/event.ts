import {
  author,
  bounds,
  button,
  common,
  conversation,
  flag,
  ID,
  modifiers,
  place,
  pointerType,
  TEXT,
  text,
  x,
  y,
} from './event-parts.ts';
import type { FieldSpec, KindSpec } from './field.ts';
import { ELEMENT_ROLES, GAP_REASONS, INPUT_TYPES, KEY_CODES, KEY_VALUES, LAYOUTS } from './vocabulary.ts';

/**
 * The catalogue of events: kind -> field -> what it is. One thing that happened on a device is a flat object, one line of
 * NDJSON in a frame's body; field names are the W3C's where there are any (UI Events, Pointer Events, Input Events).
 *
 * Everything that is known of a field is said here, once. The types of events, the checks of admission, what a filter
 * withholds, what redaction does with a field, the words of the consent text, the tables of docs/wire-format.md and the test
 * vectors are derived. A field that is not here is not stored.
 */

/** What stays of a key when its identity does not: the agent computes it, and so does the redactor when it masks. */
export const KEY_CLASSES = [
  'letter',
  'digit',
  'punctuation',
  'space',
  'enter',
  'tab',
  'backspace',
  'delete',
  'navigation',
  'modifier',
  'function',
  'dead',
  'other',
] as const;
export type KeyClass = (typeof KEY_CLASSES)[number];

export const EVENTS = {
  pointer: {
    words: 'Pointer movement',
    detail: 'none',
    about: 'movement, sampled',
    fields: {
      ...common,
      ...modifiers,
      pointerType,
      path: {
        role: 'measure',
        type: 'integers',
        most: 3 * 512,
        required: true,
        words: 'positions over time',
        about: 'triples of ms since `time`, x, y',
      },
    },
  },
  click: {
    words: 'Clicks',
    detail: 'none',
    about: 'a button pressed',
    fields: {
      ...common,
      ...modifiers,
      x: { ...x, required: true },
      y: { ...y, required: true },
      button,
      detail: {
        role: 'measure',
        type: 'integer',
        from: 0,
        to: 255,
        words: 'how many clicks in a row',
        about: 'as UIEvent',
      },
    },
  },
  scroll: {
    words: 'Scrolling',
    detail: 'none',
    about: 'a wheel or a gesture',
    fields: {
      ...common,
      ...modifiers,
      x,
      y,
      deltaX: {
        role: 'measure',
        type: 'number',
        required: true,
        words: 'distance sideways',
        about: 'as WheelEvent: above 0 is to the right',
      },
      deltaY: {
        role: 'measure',
        type: 'number',
        required: true,
        words: 'distance up or down',
        about: 'as WheelEvent: above 0 is down',
      },
      deltaMode: {
        role: 'measure',
        type: 'integer',
        from: 0,
        to: 2,
        words: 'unit of the distance',
        about: 'as WheelEvent: 0 pixels, 1 lines, 2 pages',
      },
    },
  },
  key: {
    words: 'Keys',
    detail: 'class',
    about: 'a key pressed or released',
    fields: {
      ...common,
      ...modifiers,
      type: { role: 'vocabulary', type: 'word', of: ['keydown', 'keyup'], required: true, words: 'what happened' },
      ...place,
      code: {
        role: 'content',
        type: 'string',
        longest: 64,
        of: KEY_CODES,
        words: 'physical key',
        about: 'as KeyboardEvent',
      },
      key: {
        role: 'content',
        type: 'string',
        longest: 64,
        of: KEY_VALUES,
        words: 'which key',
        about: 'as KeyboardEvent: `a`, `Enter`, `Dead`, `Process`',
      },
      class: {
        role: 'vocabulary',
        type: 'word',
        of: KEY_CLASSES,
        words: 'class of the key (letter, digit, Enter ...)',
        about: 'what stays of a key whose identity does not',
      },
      repeat: { ...flag, words: 'held down' },
      isComposing: { ...flag, words: 'part of a composed character' },
    },
  },
  text: {
    words: 'Edits of text that are not single keys (paste, undo, replace)',
    detail: 'class',
    about: 'paste, drop, IME commit, replacement, undo',
    fields: {
      ...common,
      ...place,
      inputType: {
        role: 'vocabulary',
        type: 'string',
        longest: 64,
        of: INPUT_TYPES,
        required: true,
        words: 'kind of edit',
        about: 'as InputEvent: `insertFromPaste`, `insertCompositionText`, `deleteByCut`, `historyUndo`',
      },
      data: {
        role: 'content',
        type: 'string',
        longest: TEXT,
        words: 'the text put in',
        about: 'as InputEvent; absent for deletions',
      },
    },
  },
  prompt: {
    words: 'What you ask AI assistants, and what they answer',
    detail: 'content',
    about: 'a request to an AI assistant, or its answer',
    fields: {
      ...common,
      text,
      author: { ...author, of: ['self', 'assistant'] },
      conversation,
      model: { role: 'identifier', type: 'string', longest: ID, words: 'which assistant' },
    },
  },
  transcript: {
    words: 'Transcripts of meetings and calls',
    detail: 'content',
    about: 'one utterance of a transcribed meeting or call',
    fields: {
      ...common,
      text,
      author: { ...author, of: ['self', 'other'], required: true },
      conversation,
      speaker: { role: 'name', type: 'string', longest: ID, words: 'name of the speaker' },
    },
  },
  message: {
    words: 'Chat messages and mails',
    detail: 'content',
    about: 'one message, sent or received',
    fields: {
      ...common,
      text,
      author: { ...author, of: ['self', 'other'], required: true },
      conversation,
      channel: { role: 'vocabulary', type: 'word', of: ['chat', 'mail'], words: 'chat or mail' },
      subject: { role: 'content', type: 'string', longest: 1024, words: 'subject line' },
      participants: {
        role: 'name',
        type: 'strings',
        most: 256,
        longest: ID,
        words: 'names of the other side',
        about: 'names, handles or addresses',
      },
    },
  },
  window: {
    words: 'Windows',
    detail: 'none',
    about: 'a change of windows',
    fields: {
      ...common,
      type: {
        role: 'vocabulary',
        type: 'word',
        of: ['focus', 'blur', 'open', 'close', 'title', 'bounds'],
        required: true,
        words: 'what happened',
      },
      title: { role: 'content', type: 'string', longest: 4096, words: 'title of the window' },
      url: {
        role: 'content',
        type: 'string',
        longest: 2048,
        words: 'address of the page',
        about: 'of a site: host and path, never query or fragment',
      },
      ...bounds,
    },
  },
  button: {
    words: 'Buttons of the mouse, pressed and let go',
    detail: 'none',
    about: 'a button pressed, and let go: between the two it is a drag or a selection',
    fields: {
      ...common,
      ...modifiers,
      type: {
        role: 'vocabulary',
        type: 'word',
        of: ['pointerdown', 'pointerup'],
        required: true,
        words: 'what happened',
      },
      x: { ...x, required: true },
      y: { ...y, required: true },
      button,
      pointerType,
    },
  },
  element: {
    words: 'Parts of windows that you use (buttons, fields, menus)',
    detail: 'none',
    about: 'what came to have the focus or was pressed, by what the program says of it',
    fields: {
      ...common,
      ...place,
      type: { role: 'vocabulary', type: 'word', of: ['focus', 'press'], required: true, words: 'what happened' },
      role: {
        role: 'vocabulary',
        type: 'string',
        longest: 64,
        of: ELEMENT_ROLES,
        required: true,
        words: 'kind of part (button, field, menu ...)',
        about: 'as WAI-ARIA',
      },
      name: {
        role: 'content',
        type: 'string',
        longest: 1024,
        words: 'what it is labelled with',
        about: 'its accessible name',
      },
      ...bounds,
    },
  },
  screen: {
    words: 'Screens',
    detail: 'none',
    about: 'one screen, when the recording starts and when they change; `app` is `sluice-agent`',
    fields: {
      ...common,
      screen: { role: 'measure', type: 'integer', from: 0, to: 63, required: true, words: 'which screen' },
      ...bounds,
      scale: { role: 'measure', type: 'number', from: 0, to: 16, words: 'how much larger all is drawn' },
    },
  },
  session: {
    words: 'Start, stop and gaps of the recording',
    detail: 'none',
    about: 'a mark of the recording itself; `app` is `sluice-agent`',
    fields: {
      ...common,
      type: { role: 'vocabulary', type: 'word', of: ['start', 'stop', 'gap'], required: true, words: 'what happened' },
      reason: {
        role: 'vocabulary',
        type: 'string',
        longest: 64,
        of: GAP_REASONS,
        words: 'the reason',
        about: 'nothing was recorded: a state of the agent',
      },
      duration: {
        role: 'measure',
        type: 'number',
        from: 0,
        to: 8.64e15,
        words: 'for how long',
        about: 'ms; of a gap, which is told when it is over',
      },
      offset: {
        role: 'measure',
        type: 'number',
        words: 'how far the clock is off',
        about: 'ms by which the program’s clock is ahead of the device’s, before `time` was put right',
      },
      agent: {
        role: 'measure',
        type: 'integers',
        most: 3,
        words: 'version of the agent',
      },
      system: {
        role: 'vocabulary',
        type: 'word',
        of: ['linux', 'macos', 'windows', 'other'],
        words: 'kind of computer',
      },
      layout: {
        role: 'vocabulary',
        type: 'string',
        longest: 64,
        of: LAYOUTS,
        words: 'layout of the keyboard',
        about: 'as XKB names it: `us`, `de`',
      },
    },
  },
  task: {
    words: 'Tasks, in your words, if you say them',
    detail: 'content',
    about: 'what the person is about to do, in their words, and how it ended; `app` is `sluice-agent`',
    fields: {
      ...common,
      type: { role: 'vocabulary', type: 'word', of: ['start', 'done'], required: true, words: 'what happened' },
      task: { role: 'identifier', type: 'string', longest: ID, words: 'a number for the task' },
      text: {
        role: 'content',
        type: 'string',
        longest: TEXT,
        words: 'the text',
        about: 'of a start; of an end, what the person adds',
      },
      outcome: {
        role: 'vocabulary',
        type: 'word',
        of: ['done', 'partly', 'failed', 'left'],
        words: 'how it ended',
      },
    },
  },
} as const satisfies Readonly<Record<string, KindSpec>>;

/** Of the agent itself: what it marks of the recording, and what is told to it, is of no program that is recorded. A disclosure lists it as one. */
export const AGENT_APP = 'sluice-agent';

export type EventKind = keyof typeof EVENTS;
/** The kinds of event, in the order of the wire format page. */
export const EVENT_KINDS = Object.keys(EVENTS) as readonly EventKind[];

type Fields<K extends EventKind> = (typeof EVENTS)[K]['fields'];
type Value<Spec> = Spec extends { type: 'boolean' }
  ? boolean
  : Spec extends { type: 'word'; of: readonly (infer Of)[] }
    ? Of
    : Spec extends { type: 'string' }
      ? string
      : Spec extends { type: 'strings' }
        ? string[]
        : Spec extends { type: 'integers' }
          ? number[]
          : number;
type RequiredOf<F> = { [Name in keyof F]: F[Name] extends { required: true } ? Name : never }[keyof F];
type Flat<T> = { [Name in keyof T]: T[Name] };

/** An event of one kind. */
export type EventOf<K extends EventKind> = Flat<
  { kind: K } & { -readonly [Name in RequiredOf<Fields<K>>]: Value<Fields<K>[Name]> } & {
    -readonly [Name in Exclude<keyof Fields<K>, RequiredOf<Fields<K>>>]?: Value<Fields<K>[Name]> | undefined;
  }
>;
export type Event = { [K in EventKind]: EventOf<K> }[EventKind];
export type PointerEvent = EventOf<'pointer'>;
export type ClickEvent = EventOf<'click'>;
export type KeyEvent = EventOf<'key'>;
export type TextEvent = EventOf<'text'>;

/** The fields of each kind, `kind` itself left out. */
export const EVENT_FIELDS = Object.fromEntries(
  EVENT_KINDS.map((kind) => [kind, Object.keys(EVENTS[kind].fields)]),
) as Record<EventKind, string[]> as Readonly<Record<EventKind, readonly string[]>>;

/** What the catalogue says of each field of a kind. */
export const fieldsOf = (kind: EventKind): readonly (readonly [field: string, spec: FieldSpec])[] =>
  Object.entries(EVENTS[kind].fields);
