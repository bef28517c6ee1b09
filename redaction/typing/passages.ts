import type { ClickEvent, Event, KeyEvent, TextEvent } from '../../wire/event.ts';
import { placeholdersIn } from '../placeholders.ts';
import type { Cell } from './cells.ts';
import { TypingRun } from './run.ts';

/** Stands for a key of which only the class was kept. */
export const MASKED = '\u2022';

/** A part of what was typed: still there in the end, or deleted again. What was deleted was recorded all the same. */
export interface Piece {
  text: string;
  deleted?: true;
}

/** What somebody wrote or read in one place, put together from what is stored of it. Times in ms. */
export interface Passage {
  kind: 'typed' | 'prompt' | 'transcript' | 'message' | 'window';
  from: number;
  to: number;
  app: string;
  /** Window, field and conversation as they are stored: numbers that stand for them. */
  place?: string;
  /** Of a prompt, transcript or message. */
  author?: string;
  pieces: Piece[];
  /** Keys whose identity was taken out. */
  masked: number;
  /** Types of values that stand masked in it, and how often: `EMAIL`. */
  found: Record<string, number>;
  /** Of no key of it the identity was kept: the program is one of which the disclosure keeps classes alone, or all of it was masked. */
  classesOnly?: true;
}

/** Typing that pauses for longer than this, ms, goes on as a passage of its own. */
const PAUSE = 5 * 60_000;
/** And so does what is longer than this, events: a run keeps all of it. */
const LONGEST = 20_000;

type Typed = KeyEvent | TextEvent | ClickEvent;
const isTyped = (event: Event): event is Typed =>
  event.kind === 'key' || event.kind === 'text' || event.kind === 'click';

/**
 * Events as they are stored, in any order, as texts in the order of time. What the redactor took out is not here to be put back: a masked key is a
 * `MASKED`, a masked value in a text its placeholder.
 */
export function passagesOf(events: readonly Event[]): Passage[] {
  const inTime = events.toSorted((a, b) => a.time - b.time);
  const passages = inTime.flatMap((event) => textOf(event) ?? []);
  let stretch: Typed[] = [];
  for (const event of inTime) {
    if (!isTyped(event)) continue;
    const last = stretch.at(-1);
    if (last && (event.time - last.time > PAUSE || stretch.length >= LONGEST)) {
      passages.push(...typedIn(stretch));
      stretch = [];
    }
    stretch.push(event);
  }
  passages.push(...typedIn(stretch));
  return passages.sort((a, b) => a.from - b.from);
}

function textOf(event: Event): Passage | undefined {
  const { kind, time, app } = event;
  const passage = (text: string, more: Partial<Passage> = {}): Passage => ({
    ...{ kind: kind as Passage['kind'], from: time, to: time, app },
    ...{ pieces: [{ text }], masked: 0, found: placeholdersIn(text), ...more },
  });
  switch (kind) {
    case 'prompt':
    case 'transcript':
    case 'message': {
      const place = event.conversation;
      const subject = kind === 'message' && event.subject ? `${event.subject}\n` : '';
      return passage(subject + event.text, {
        ...(event.author !== undefined && { author: event.author }),
        ...(place !== undefined && { place }),
      });
    }
    case 'window':
      return event.title ? passage(event.title) : undefined;
    default:
      return undefined;
  }
}

/** Keys without identity, as what their class says that they did to the text. */
const BY_CLASS: Readonly<Record<string, string>> = {
  ...{ letter: MASKED, digit: MASKED, punctuation: MASKED, space: MASKED, other: MASKED },
  ...{ enter: 'Enter', tab: 'Tab', backspace: 'Backspace', delete: 'Delete' },
};
const isMasked = (event: Typed): event is KeyEvent =>
  event.kind === 'key' && event.key === undefined && event.code === undefined;

function typedIn(events: readonly Typed[]): Passage[] {
  const run = new TypingRun();
  events.forEach((event, index) => {
    if (event.kind === 'click') run.click(event);
    else if (event.kind === 'text') run.text(event, index);
    else {
      const key = isMasked(event)
        ? Object.hasOwn(BY_CLASS, event.class ?? 'other') && BY_CLASS[event.class ?? 'other']
        : undefined;
      run.key(key ? { ...event, key } : event, index);
    }
  });
  return [...run.fields].flatMap(([id, { field }]) => {
    const cells = [...field.typed().cells.filter(({ text }) => text !== '')];
    // A click behind all that was typed: a break that nothing follows.
    while (cells.at(-1)?.event === -1) cells.pop();
    const typed = cells.flatMap(({ event }) => (event < 0 ? [] : [events[event]!]));
    if (typed.length === 0) return [];
    const [app, window, name] = id.split('\0') as [string, string, string];
    const masked = typed.filter(isMasked).length;
    const times = typed.map(({ time }) => time);
    const pieces = piecesOf(cells);
    const place = [window, name].filter((part) => part !== '').join(' ');
    return {
      kind: 'typed' as const,
      from: times.reduce((a, b) => Math.min(a, b)),
      to: times.reduce((a, b) => Math.max(a, b)),
      app,
      ...(place && { place }),
      pieces,
      masked,
      found: placeholdersIn(pieces.map(({ text }) => text).join('')),
      ...(masked > 0 && masked === typed.length && { classesOnly: true as const }),
    };
  });
}

function piecesOf(cells: readonly Cell[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { text, live } of cells) {
    const last = pieces.at(-1);
    if (last && (last.deleted === undefined) === live) last.text += text;
    else pieces.push({ text, ...(!live && { deleted: true as const }) });
  }
  return pieces;
}
