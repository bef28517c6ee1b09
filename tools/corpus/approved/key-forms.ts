import { textFieldsOf } from '../../../redaction/plan.ts';
import type { RedactedFrame } from '../../../redaction/redactor.ts';
import type { Event } from '../../../wire/event.ts';
import { Random } from '../random.ts';

/** Presses that change a field in all the ways that `typing/` knows, and how often. */
const PRESSES: readonly (readonly [weight: number, press: Partial<Event> & Record<string, unknown>])[] = [
  [12, { key: 'Backspace' }],
  [2, { key: 'Backspace', ctrlKey: true }],
  [1, { key: 'Backspace', metaKey: true }],
  [3, { key: 'Delete' }],
  [1, { key: 'Delete', ctrlKey: true }],
  [6, { key: 'ArrowLeft' }],
  [4, { key: 'ArrowRight' }],
  [2, { key: 'ArrowLeft', ctrlKey: true }],
  [2, { key: 'ArrowRight', ctrlKey: true }],
  [2, { key: 'ArrowLeft', shiftKey: true }],
  [2, { key: 'ArrowLeft', shiftKey: true, ctrlKey: true }],
  [1, { key: 'ArrowUp' }],
  [1, { key: 'ArrowDown', shiftKey: true }],
  [2, { key: 'Home' }],
  [2, { key: 'End' }],
  [1, { key: 'Home', shiftKey: true }],
  [1, { key: 'End', ctrlKey: true }],
  [1, { key: 'a', ctrlKey: true }],
  [1, { key: 'x', ctrlKey: true }],
  [2, { key: 'z', ctrlKey: true }],
  [1, { key: 'y', ctrlKey: true }],
  [1, { key: 'Insert' }],
  [2, { key: 'Enter' }],
  [1, { key: 'Tab' }],
  [1, { key: 'Dead' }],
  [1, { key: 'k', isComposing: true }],
  [1, { key: 'Process' }],
  [1, { key: 'F5' }],
];
const TOTAL = PRESSES.reduce((sum, [weight]) => sum + weight, 0);
const VALUES = [
  'jane.doe@example.com ',
  'password: Tr0ub4dor&3 ',
  '4111 1111 1111 1111 ',
  'my ssn is 536-90-4399 ',
  'call +49 171 5550123 ',
  'DE89 3704 0044 0532 0130 00 ',
  'see you at noon ',
  'pin 4821 ',
];

function press(r: Random): Record<string, unknown> {
  let at = r.int(1, TOTAL);
  for (const [weight, one] of PRESSES) {
    at -= weight;
    if (at <= 0) return one;
  }
  return {};
}

/** Somebody who types values, edits all over the place, pastes, clicks and changes windows. */
export function editing(seed: number): Event[] {
  const r = new Random(seed);
  const events: Event[] = [];
  const app = r.pick(['editor', 'editor', 'editor', 'gnome-terminal']);
  let window = 'w1';
  let field: string | undefined = 'f1';
  const push = (kind: string, over: Record<string, unknown>): void => {
    const place = { time: events.length, app, window, ...(field !== undefined && { field }) };
    events.push({ kind, ...place, ...over } as unknown as Event);
  };
  const stroke = (over: Record<string, unknown>): void => {
    push('key', { type: 'keydown', code: 'KeyA', ...over });
    if (r.chance(0.3)) push('key', { type: 'keyup', code: 'KeyA', ...over });
  };
  for (let i = r.int(2, 5); i > 0; i--) {
    const value = r.pick(VALUES);
    for (const key of value) {
      if (r.chance(0.12)) for (let n = r.int(1, 4); n > 0; n--) stroke(press(r));
      stroke(r.chance(0.02) ? { key, repeat: true } : { key });
    }
    const roll = r.next();
    if (roll < 0.15) push('text', { inputType: 'insertFromPaste', data: r.pick(VALUES).trim() });
    else if (roll < 0.2) push('text', { inputType: 'insertCompositionText', data: '名前' });
    else if (roll < 0.25) push('text', { inputType: 'deleteContentBackward' });
    else if (roll < 0.3) push('text', { inputType: 'historyUndo' });
    else if (roll < 0.4) push('click', { x: 1, y: 1, button: 0 });
    else if (roll < 0.5) field = r.pick(['f1', 'f2', undefined]);
    else if (roll < 0.6) window = r.pick(['w1', 'w2']);
    else if (roll < 0.7) push('message', { text: `I wrote ${r.pick(VALUES)}`, author: 'self', conversation: 'c' });
  }
  return events;
}

/** What is left of each event: `.` as it was, `x` a masked key, `T` a text that changed; in runs. */
export function maskLine(before: readonly Event[], frames: readonly RedactedFrame[]): string {
  const after = frames.flatMap((frame) => frame.events);
  const signs = before.map((event, i) => {
    const now = after[i];
    if (now === undefined) return '-';
    if (event.kind === 'key') {
      const masked = 'key' in event && !('key' in now);
      return masked ? `x${(now as { class?: string }).class?.[0] ?? ''}` : '.';
    }
    const text = (one: Event, field: string) => (one as Record<string, unknown>)[field];
    return textFieldsOf(event.kind).every((field) => text(event, field) === text(now, field)) ? '.' : 'T';
  });
  let line = '';
  for (let i = 0; i < signs.length; ) {
    let to = i + 1;
    while (to < signs.length && signs[to] === signs[i]) to++;
    line += `${to - i === 1 ? '' : to - i}${signs[i]}`;
    i = to;
  }
  return `${line} | ${frames.map(({ tiers, found }) => `${[...new Set(tiers)].sort().join('+')} ${JSON.stringify(found)}`).join(' ; ')}`;
}
