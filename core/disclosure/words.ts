import type { RedactionAction } from '../../redaction/redactor.ts';
import type { EventKind } from '../../wire/event.ts';
import type { KeyDetail } from '../../wire/filter.ts';

/** The plain words of the consent text. A change here changes the text, and so its hash: grow the disclosure's version. */

export const KIND_WORDS: Readonly<Record<EventKind, string>> = {
  pointer: 'Pointer movement',
  click: 'Clicks',
  scroll: 'Scrolling',
  key: 'Keys',
  text: 'Edits of text that are not single keys (paste, undo, replace)',
  prompt: 'What you ask AI assistants, and what they answer',
  transcript: 'Transcripts of meetings and calls',
  message: 'Chat messages and mails',
  window: 'Windows',
};

/** A word or two per field; a field that has none here is shown by its name on the wire. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  time: 'time',
  app: 'program',
  window: 'a number for the window',
  pointerType: 'mouse, pen or touch',
  path: 'positions over time',
  x: 'horizontal position',
  y: 'vertical position',
  button: 'which button',
  detail: 'how many clicks in a row',
  altKey: 'Alt held',
  ctrlKey: 'Ctrl held',
  metaKey: 'Meta held',
  shiftKey: 'Shift held',
  deltaX: 'distance sideways',
  deltaY: 'distance up or down',
  deltaMode: 'unit of the distance',
  type: 'what happened',
  field: 'a number for the text field',
  fieldType: 'kind of text field',
  code: 'physical key',
  key: 'which key',
  class: 'class of the key (letter, digit, Enter ...)',
  repeat: 'held down',
  isComposing: 'part of a composed character',
  inputType: 'kind of edit',
  data: 'the text put in',
  text: 'the text',
  author: 'whether you wrote it',
  conversation: 'a number for the conversation',
  model: 'which assistant',
  speaker: 'name of the speaker',
  channel: 'chat or mail',
  subject: 'subject line',
  participants: 'names of the other side',
  title: 'title of the window',
};

export const KEY_DETAIL_WORDS: Readonly<Record<KeyDetail, string>> = {
  content: 'with what is typed',
  class: 'with the class and timing of keys (that a letter was typed, not which)',
  none: 'without keys and texts',
};

export const ACTION_WORDS: Readonly<Record<RedactionAction, string>> = {
  mask: 'replaced by a placeholder',
  tokenise: 'replaced by a code word that is the same each time',
  generalise: 'made coarser (a year for a date, say)',
  drop: 'dropped together with the event that they are in',
  keep: 'KEPT AS THEY ARE',
};
