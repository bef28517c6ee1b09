import type { FieldSpec, KindSpec } from './field.ts';
import { FIELD_TYPES, INPUT_TYPES, KEY_CODES, KEY_VALUES } from './vocabulary.ts';

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

const ID = 256;
/** Free text. A single event's text is bounded by the frame (1 MiB). */
const TEXT = 1_048_576;

const common = {
  time: {
    role: 'measure',
    type: 'number',
    from: 0,
    to: 8.64e15,
    required: true,
    words: 'time',
    about:
      'ms since 1970 on the device; within its lease (section 4). Never decides lateness: arrival is the time of the stream',
  },
  app: {
    role: 'vocabulary',
    type: 'string',
    longest: ID,
    of: 'applications',
    required: true,
    words: 'program',
    about: 'executable, bundle or WM_CLASS name in lower case, e.g. `libreoffice-writer`',
  },
  window: {
    role: 'identifier',
    type: 'string',
    longest: ID,
    words: 'a number for the window',
    about: 'stable while the window exists',
  },
} as const satisfies KindSpec['fields'];

const flag = { role: 'measure', type: 'boolean' } as const;
const modifiers = {
  altKey: { ...flag, words: 'Alt held' },
  ctrlKey: { ...flag, words: 'Ctrl held' },
  metaKey: { ...flag, words: 'Meta held' },
  shiftKey: { ...flag, words: 'Shift held' },
} as const satisfies KindSpec['fields'];

const x = { role: 'measure', type: 'integer', words: 'horizontal position', about: 'pixels' } as const;
const y = { role: 'measure', type: 'integer', words: 'vertical position', about: 'pixels' } as const;
const text = { role: 'content', type: 'string', longest: TEXT, required: true, words: 'the text' } as const;
const conversation = {
  role: 'identifier',
  type: 'string',
  longest: ID,
  words: 'a number for the conversation',
} as const;
const author = { role: 'vocabulary', type: 'word', words: 'whether you wrote it' } as const;

/** Where text is typed. */
const place = {
  field: {
    role: 'identifier',
    type: 'string',
    longest: ID,
    words: 'a number for the text field',
    about: 'the focused field in the window, where the collector knows it',
  },
  fieldType: {
    role: 'vocabulary',
    type: 'string',
    longest: ID,
    of: FIELD_TYPES,
    words: 'kind of text field',
    about: 'as Input.type, where known; a secret field keeps no content (section 4)',
  },
} as const satisfies KindSpec['fields'];

export const EVENTS = {
  pointer: {
    words: 'Pointer movement',
    detail: 'none',
    about: 'movement, sampled',
    fields: {
      ...common,
      pointerType: {
        role: 'vocabulary',
        type: 'word',
        of: ['mouse', 'pen', 'touch'],
        words: 'mouse, pen or touch',
        about: 'as PointerEvent',
      },
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
      button: {
        role: 'measure',
        type: 'integer',
        from: 0,
        to: 31,
        required: true,
        words: 'which button',
        about: 'as MouseEvent: 0 main, 1 auxiliary, 2 secondary, 3 back, 4 forward',
      },
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
      x,
      y,
      deltaX: { role: 'measure', type: 'number', required: true, words: 'distance sideways' },
      deltaY: { role: 'measure', type: 'number', required: true, words: 'distance up or down' },
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
        of: ['focus', 'blur', 'open', 'close', 'title'],
        required: true,
        words: 'what happened',
      },
      title: { role: 'content', type: 'string', longest: 4096, words: 'title of the window' },
    },
  },
} as const satisfies Readonly<Record<string, KindSpec>>;

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
