import type { Event, KeyEvent } from '../../wire/event.ts';

/** A run of events of one application that together say something. */
export interface Passage {
  app: string;
  events: Event[];
}

const SHORTEST = 12;
const says = (event: Event): boolean =>
  event.kind === 'key'
    ? event.type === 'keydown' && (event.key?.length === 1 || event.class !== undefined)
    : event.kind === 'text' || 'text' in event;

/** Runs of typing in one window up to Enter, and single texts: what a passage can be picked from. */
export function passages(events: readonly Event[]): Passage[] {
  const found: Passage[] = [];
  let run: KeyEvent[] = [];
  const end = () => {
    if (run.length >= SHORTEST) found.push({ app: run[0]!.app, events: run });
    run = [];
  };
  for (const event of events) {
    if (event.kind === 'key') {
      if (run.length > 0 && (run[0]!.app !== event.app || run[0]!.window !== event.window)) end();
      if (event.type === 'keydown' && event.key !== undefined) run.push(event);
      if (event.key === 'Enter' && event.type === 'keydown') end();
    } else if (says(event) && event.kind !== 'window') {
      found.push({ app: event.app, events: [event] });
    }
  }
  end();
  return found;
}

/**
 * What the events say, for people: masked keys as dots, keys that type nothing by name, and so a change of a field whose text was
 * not captured or not stored: a deletion has none, and where the disclosure keeps no content it is taken out.
 */
export function readable(events: readonly Event[]): string {
  return events
    .map((event) => {
      if (event.kind === 'text') return event.data || `<${event.inputType}>`;
      if (event.kind !== 'key') return 'text' in event ? event.text : '';
      if (event.type === 'keyup') return '';
      if (event.key === undefined) return '\u2022';
      return event.key.length === 1 ? event.key : event.key === 'Shift' ? '' : `<${event.key}>`;
    })
    .join('');
}
