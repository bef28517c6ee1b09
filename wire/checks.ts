import { EVENT_KINDS, type EventKind, KEY_CLASSES } from './event.ts';

/**
 * The schemas of event.ts as plain predicates: zod takes some 2 to 10 microseconds an event, which one core that should
 * admit 100,000 events a second does not have. event.ts is the truth; a property test holds the two together.
 */

export interface FieldCheck {
  required: boolean;
  /** The value, never undefined, is of the field's type. */
  valid: (value: unknown) => boolean;
}

const boolean = (value: unknown) => value === true || value === false;
const finite = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const integer = (value: unknown) => Number.isSafeInteger(value);
const between = (low: number, high: number) => (value: unknown) =>
  typeof value === 'number' && value >= low && value <= high;
const integerBetween = (low: number, high: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
const string = (longest: number) => (value: unknown) => typeof value === 'string' && value.length <= longest;
const word = (...words: readonly string[]) => {
  const known = new Set<unknown>(words);
  return (value: unknown) => known.has(value);
};
const list = (longest: number, valid: (value: unknown) => boolean) => (value: unknown) => {
  if (!Array.isArray(value) || value.length > longest) return false;
  for (let at = 0; at < value.length; at++) if (!valid(value[at])) return false;
  return true;
};

const required = (valid: (value: unknown) => boolean): FieldCheck => ({ required: true, valid });
const optional = (valid: (value: unknown) => boolean): FieldCheck => ({ required: false, valid });

const id = string(256);
const text = string(1_048_576);
const common = { time: required(between(0, 8.64e15)), app: required(id), window: optional(id) };
const modifiers = {
  altKey: optional(boolean),
  ctrlKey: optional(boolean),
  metaKey: optional(boolean),
  shiftKey: optional(boolean),
};

const CHECKS: Record<EventKind, Record<string, FieldCheck>> = {
  pointer: {
    ...common,
    pointerType: optional(word('mouse', 'pen', 'touch')),
    path: required(list(3 * 512, integer)),
  },
  click: {
    ...common,
    ...modifiers,
    x: required(integer),
    y: required(integer),
    button: required(integerBetween(0, 31)),
    detail: optional(integerBetween(0, 255)),
  },
  scroll: {
    ...common,
    x: optional(integer),
    y: optional(integer),
    deltaX: required(finite),
    deltaY: required(finite),
    deltaMode: optional(integerBetween(0, 2)),
  },
  key: {
    ...common,
    ...modifiers,
    type: required(word('keydown', 'keyup')),
    field: optional(id),
    fieldType: optional(id),
    code: optional(string(64)),
    key: optional(string(64)),
    class: optional(word(...KEY_CLASSES)),
    repeat: optional(boolean),
    isComposing: optional(boolean),
  },
  text: {
    ...common,
    field: optional(id),
    fieldType: optional(id),
    inputType: required(string(64)),
    data: optional(text),
  },
  prompt: {
    ...common,
    text: required(text),
    author: optional(word('self', 'assistant')),
    conversation: optional(id),
    model: optional(id),
  },
  transcript: {
    ...common,
    text: required(text),
    author: required(word('self', 'other')),
    conversation: optional(id),
    speaker: optional(id),
  },
  message: {
    ...common,
    text: required(text),
    author: required(word('self', 'other')),
    conversation: optional(id),
    channel: optional(word('chat', 'mail')),
    subject: optional(string(1024)),
    participants: optional(list(256, id)),
  },
  window: {
    ...common,
    type: required(word('focus', 'blur', 'open', 'close', 'title')),
    title: optional(string(4096)),
  },
};

/** The checks of each kind, `kind` itself left out. */
export const EVENT_CHECKS: ReadonlyMap<EventKind, Readonly<Record<string, FieldCheck>>> = new Map(
  EVENT_KINDS.map((kind) => [kind, CHECKS[kind]]),
);
