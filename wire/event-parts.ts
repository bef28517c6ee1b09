import type { KindSpec } from './field.ts';
import { FIELD_TYPES } from './vocabulary.ts';

/** What several kinds of the catalogue (event.ts) have in common. */

export const ID = 256;
/** Free text. A single event's text is bounded by the frame (1 MiB). */
export const TEXT = 1_048_576;

export const common = {
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
  timeStamp: {
    role: 'measure',
    type: 'number',
    from: 0,
    to: 8.64e15,
    words: 'time since the agent started',
    about: 'ms on a clock that nobody sets: distances between events stay true when `time` jumps',
  },
  order: {
    role: 'measure',
    type: 'integer',
    from: 0,
    to: 2_147_483_647,
    words: 'place in the order of events',
    about: 'counts up from 0 with each start of the agent',
  },
} as const satisfies KindSpec['fields'];

export const flag = { role: 'measure', type: 'boolean' } as const;
export const modifiers = {
  altKey: { ...flag, words: 'Alt held' },
  ctrlKey: { ...flag, words: 'Ctrl held' },
  metaKey: { ...flag, words: 'Meta held' },
  shiftKey: { ...flag, words: 'Shift held' },
} as const satisfies KindSpec['fields'];

export const x = { role: 'measure', type: 'integer', words: 'horizontal position', about: 'pixels' } as const;
export const y = { role: 'measure', type: 'integer', words: 'vertical position', about: 'pixels' } as const;
const size = { role: 'measure', type: 'integer', from: 0, to: 1_000_000, about: 'pixels' } as const;
export const bounds = {
  x,
  y,
  width: { ...size, words: 'width' },
  height: { ...size, words: 'height' },
} as const satisfies KindSpec['fields'];
export const pointerType = {
  role: 'vocabulary',
  type: 'word',
  of: ['mouse', 'pen', 'touch'],
  words: 'mouse, pen or touch',
  about: 'as PointerEvent',
} as const;
export const button = {
  role: 'measure',
  type: 'integer',
  from: 0,
  to: 31,
  required: true,
  words: 'which button',
  about: 'as MouseEvent: 0 main, 1 auxiliary, 2 secondary, 3 back, 4 forward',
} as const;
export const text = { role: 'content', type: 'string', longest: TEXT, required: true, words: 'the text' } as const;
export const conversation = {
  role: 'identifier',
  type: 'string',
  longest: ID,
  words: 'a number for the conversation',
} as const;
export const author = { role: 'vocabulary', type: 'word', words: 'whether you wrote it' } as const;

/** Where text is typed. */
export const place = {
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
