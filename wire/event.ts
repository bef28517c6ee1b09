import * as z from 'zod';

/**
 * One thing that happened on a device. A flat object, one line of NDJSON in a frame's body; field names are the W3C's
 * where there are any (UI Events, Pointer Events, Input Events).
 *
 * The schemas below accept unknown fields on purpose: which fields may stay is the disclosure's decision, and what it
 * does not list is stripped and counted, never a parse error. A known field of a wrong type makes the event `invalid`.
 */

/** The kinds of event, in the order of the wire format page. */
export const EVENT_KINDS = [
  'pointer',
  'click',
  'scroll',
  'key',
  'text',
  'prompt',
  'transcript',
  'message',
  'window',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

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

const finite = z.number();
const int = z.int();
const id = z.string().max(256);
/** Free text. A single event's text is bounded by the frame (1 MiB). */
const text = z.string().max(1_048_576);

const common = {
  /** Device clock, milliseconds since the Unix epoch. Never used to decide lateness: arrival is the stream's time. */
  time: z.number().min(0).max(8.64e15),
  /** Application id: executable, bundle or WM_CLASS name in lower case, e.g. `libreoffice-writer`. */
  app: id,
  /** Window on the device, an opaque id that is stable while the window exists. */
  window: id.optional(),
};

const modifiers = {
  altKey: z.boolean().optional(),
  ctrlKey: z.boolean().optional(),
  metaKey: z.boolean().optional(),
  shiftKey: z.boolean().optional(),
};

/** Pointer movement, sampled: `path` holds triples dt (ms since `time`), x, y (CSS or screen pixels, integers). */
export const pointerEvent = z.object({
  kind: z.literal('pointer'),
  ...common,
  pointerType: z.enum(['mouse', 'pen', 'touch']).optional(),
  path: z.array(int).max(3 * 512),
});

export const clickEvent = z.object({
  kind: z.literal('click'),
  ...common,
  ...modifiers,
  x: int,
  y: int,
  /** As MouseEvent.button: 0 main, 1 auxiliary, 2 secondary, 3 back, 4 forward. */
  button: int.min(0).max(31),
  /** Number of clicks in a row, as UIEvent.detail. */
  detail: int.min(0).max(255).optional(),
});

export const scrollEvent = z.object({
  kind: z.literal('scroll'),
  ...common,
  x: int.optional(),
  y: int.optional(),
  deltaX: finite,
  deltaY: finite,
  /** As WheelEvent.deltaMode: 0 pixels, 1 lines, 2 pages. */
  deltaMode: int.min(0).max(2).optional(),
});

export const keyEvent = z.object({
  kind: z.literal('key'),
  ...common,
  ...modifiers,
  type: z.enum(['keydown', 'keyup']),
  /** Opaque id of the focused field in the window, where the collector knows it. */
  field: id.optional(),
  /** As in Input.type of HTML where known; `password` makes all text of the field secret. */
  fieldType: id.optional(),
  /** Physical key, KeyboardEvent.code. Absent when the key detail is `class`. */
  code: z.string().max(64).optional(),
  /** Meaning, KeyboardEvent.key (`a`, `Enter`, `Dead`, `Process`). Absent when the key detail is `class`. */
  key: z.string().max(64).optional(),
  class: z.enum(KEY_CLASSES).optional(),
  repeat: z.boolean().optional(),
  isComposing: z.boolean().optional(),
});

/** A change of a field's text that did not come from single keys: paste, drop, IME commit, replacement, undo. */
export const textEvent = z.object({
  kind: z.literal('text'),
  ...common,
  field: id.optional(),
  fieldType: id.optional(),
  /** InputEvent.inputType, e.g. `insertText`, `insertFromPaste`, `insertCompositionText`, `deleteByCut`, `historyUndo`. */
  inputType: z.string().max(64),
  /** InputEvent.data: the inserted text; absent for deletions. */
  data: text.optional(),
});

/** What the subject asked an AI assistant, or what it answered (`author`: `self` or `assistant`). */
export const promptEvent = z.object({
  kind: z.literal('prompt'),
  ...common,
  text,
  author: z.enum(['self', 'assistant']).optional(),
  /** Opaque id of the conversation. */
  conversation: id.optional(),
  model: id.optional(),
});

/** One utterance of a transcribed meeting or call. */
export const transcriptEvent = z.object({
  kind: z.literal('transcript'),
  ...common,
  text,
  author: z.enum(['self', 'other']),
  conversation: id.optional(),
  /** Name of who spoke. */
  speaker: id.optional(),
});

/** One chat message or mail, sent or received. */
export const messageEvent = z.object({
  kind: z.literal('message'),
  ...common,
  text,
  author: z.enum(['self', 'other']),
  conversation: id.optional(),
  channel: z.enum(['chat', 'mail']).optional(),
  subject: z.string().max(1024).optional(),
  /** Names, handles or addresses of the other side. */
  participants: z.array(id).max(256).optional(),
});

export const windowEvent = z.object({
  kind: z.literal('window'),
  ...common,
  type: z.enum(['focus', 'blur', 'open', 'close', 'title']),
  title: z.string().max(4096).optional(),
});

export const EVENT_SCHEMAS = {
  pointer: pointerEvent,
  click: clickEvent,
  scroll: scrollEvent,
  key: keyEvent,
  text: textEvent,
  prompt: promptEvent,
  transcript: transcriptEvent,
  message: messageEvent,
  window: windowEvent,
} as const;

export type PointerEvent = z.infer<typeof pointerEvent>;
export type ClickEvent = z.infer<typeof clickEvent>;
export type ScrollEvent = z.infer<typeof scrollEvent>;
export type KeyEvent = z.infer<typeof keyEvent>;
export type TextEvent = z.infer<typeof textEvent>;
export type PromptEvent = z.infer<typeof promptEvent>;
export type TranscriptEvent = z.infer<typeof transcriptEvent>;
export type MessageEvent = z.infer<typeof messageEvent>;
export type WindowEvent = z.infer<typeof windowEvent>;
export type Event =
  | PointerEvent
  | ClickEvent
  | ScrollEvent
  | KeyEvent
  | TextEvent
  | PromptEvent
  | TranscriptEvent
  | MessageEvent
  | WindowEvent;

/** The fields of each kind that the wire format knows, `kind` itself left out. */
export const EVENT_FIELDS: Readonly<Record<EventKind, readonly string[]>> = Object.fromEntries(
  EVENT_KINDS.map((kind) => [kind, Object.keys(EVENT_SCHEMAS[kind].shape).filter((field) => field !== 'kind')]),
) as Record<EventKind, string[]>;
