import type { Event } from './event.ts';

/**
 * What is typed over the border of two frames is judged with both sides (docs/wire-format.md, section 3): an agent holds its last typed
 * events back for the next frame, and sends a copy of what stands on the other side of each border, marked with this field. A copy is judged
 * and never stored.
 */
export const CONTEXT_FIELD = 'context';
export const CONTEXT_SIDES = ['before', 'after'] as const;
export type ContextSide = (typeof CONTEXT_SIDES)[number];

/** Pressed keys on each side of a border: a word that is cut, and three beside it. */
export const CONTEXT_PRESSES = 32;
/** Events that a side has at most, whatever they are. */
export const CONTEXT_EVENTS = 256;

/** What is told on each side of a border: what a person typed or pasted, and where they clicked. */
export const isTyping = ({ kind }: Pick<Event, 'kind'>): boolean =>
  kind === 'key' || kind === 'text' || kind === 'click';

/** A key that went down, or a text that came in one piece. */
export const isPress = (event: Event): boolean =>
  event.kind === 'text' || (event.kind === 'key' && event.type !== 'keyup');

/** An event's line as one that stands beside a frame. @param line JSON of an object with a field at least */
export const asContext = (line: string, side: ContextSide): string => `{"${CONTEXT_FIELD}":"${side}",${line.slice(1)}`;

/** On which side of its frame a parsed line stands; undefined: it is one of the frame's own. */
export function sideOf(line: object): ContextSide | undefined {
  const value = Object.hasOwn(line, CONTEXT_FIELD) ? (line as Record<string, unknown>)[CONTEXT_FIELD] : undefined;
  return CONTEXT_SIDES.find((side) => side === value);
}

/** Index of the first of the last events that hold `CONTEXT_PRESSES` presses; of none where nothing is pressed. @param least no earlier one */
export function lastPresses(events: readonly { readonly press: boolean }[], least = 0): number {
  let first = events.length;
  let presses = 0;
  for (let i = events.length - 1; i >= Math.max(least, events.length - CONTEXT_EVENTS); i--) {
    if (!events[i]!.press) continue;
    first = i;
    if (++presses === CONTEXT_PRESSES) break;
  }
  return first;
}
