import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readSession } from '../../agent/collectors/replay.ts';
import { EVENT_FIELDS, type Event, type EventKind } from '../../wire/event.ts';
import { createAdmission } from '../../wire/filter.ts';
import { POINTING } from './pointing.ts';
import { SCENES } from './script.ts';
import { typedText } from './typed.ts';

const program = new URL('../../programs/model-capability/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, program));
const session = readSession(read('session.ndjson'));
const pointing = readSession(read('pointing.ndjson'));
const conversation = readSession(read('conversation.ndjson'));
const script = JSON.parse(read('session.script.json').toString()) as {
  windows: { window: string; app: string; name: string; text: string; planted: { type: string; value: string }[] }[];
};
const count = (events: readonly Event[], kind: EventKind) => events.filter((event) => event.kind === kind).length;

describe('the recorded session', () => {
  test.each(script.windows)('the keys of $name ($app) put together are what the script typed', ({ window, text }) => {
    expect(typedText(session, window)).toBe(text);
  });

  test('is of the script as it is now', () => {
    expect(script.windows.map(({ name, text, planted }) => ({ name, text, planted }))).toEqual(
      SCENES.map(({ name, text, planted }) => ({ name, text, planted })),
    );
  });

  test('has what it is there to show', () => {
    const keys = session.filter((event) => event.kind === 'key');
    const pressed = new Set(keys.map((event) => event.key));
    for (const key of ['Backspace', 'Delete', 'ArrowLeft', 'Home', 'End', 'Enter']) expect(pressed).toContain(key);
    expect(keys.filter((event) => event.ctrlKey && event.key === 's')).not.toEqual([]);
    for (const kind of ['pointer', 'click', 'scroll', 'key', 'window'] as const) {
      expect([kind, count(session, kind)]).toEqual([kind, expect.any(Number)]);
      expect(count(session, kind)).toBeGreaterThan(3);
    }
    expect(new Set(session.map((event) => event.app))).toEqual(new Set(['mousepad', 'xterm', 'zenity']));
    const types = script.windows.flatMap(({ planted }) => planted.map(({ type }) => type));
    for (const type of ['PERSON', 'EMAIL', 'PHONE', 'CREDIT_CARD', 'IBAN', 'SECRET', 'PASSWORD'])
      expect(types).toContain(type);
  });

  test('every planted value stands in the text of its window', () => {
    for (const { text, planted } of script.windows) for (const { value } of planted) expect(text).toContain(value);
  });

  test('times never go back by more than the order of two connections', () => {
    for (let at = 1; at < session.length; at++) {
      expect(session[at]!.time - session[at - 1]!.time).toBeGreaterThan(-1000);
    }
  });
});

describe('the recorded pointing', () => {
  const kindsThere = new Set(pointing.map((event) => event.kind));

  test('is mostly of the pointer, as the page on costs has it', () => {
    expect(count(pointing, 'pointer') / pointing.length).toBeGreaterThan(0.8);
  });

  test.each([
    ...(['session', 'screen', 'task', 'window', 'element', 'button', 'click', 'scroll', 'key', 'pointer'] as const),
  ])('has events of kind %s', (kind) => {
    expect(kindsThere).toContain(kind);
  });

  test.each([
    ['a selection by dragging', { kind: 'button', type: 'pointerup', x: 200 }],
    ['a click with a modifier', { kind: 'click', ctrlKey: true }],
    ['a window that was moved', { kind: 'window', type: 'bounds', width: 620 }],
    ['scrolling down', { kind: 'scroll', deltaY: 3 }],
    ['scrolling up', { kind: 'scroll', deltaY: -3 }],
    ['what was chosen, by its name', { kind: 'element', type: 'press', role: 'cell', name: 'blue' }],
    ['how a task ended', { kind: 'task', outcome: 'done' }],
  ])('has %s', (_, event) => {
    expect(pointing).toContainEqual(expect.objectContaining(event));
  });

  test('counts what was captured, beside a clock that nobody sets', () => {
    const stamped = pointing.filter((event) => 'order' in event) as { order: number; timeStamp: number }[];

    expect(stamped.length).toBeGreaterThan(pointing.length - 10);
    expect(stamped.map(({ order }) => order).toSorted((a, b) => a - b)).toEqual(stamped.map((_, at) => at));
  });

  test('is of the script as it is now, and the applications said the same', () => {
    const { windows } = JSON.parse(read('pointing.script.json').toString()) as typeof script;

    expect(windows.map(({ name, text }) => ({ name, text }))).toEqual(
      POINTING.map(({ name, text }) => ({ name, text })),
    );
  });
});

test('session, pointing and conversation are right to the last event', () => {
  const events = [...session, ...pointing, ...conversation];
  const apps = new Set(events.map((event) => event.app));
  const admit = createAdmission({
    program: 'test',
    disclosure: '1.0',
    kinds: EVENT_FIELDS,
    applications: Object.fromEntries([...apps].map((app) => [app, { keys: 'content' as const }])),
  });
  for (const event of events) {
    // Of a password field nothing but class and timing passes any filter.
    const stripped = 'fieldType' in event && event.fieldType === 'password' ? 1 : 0;
    expect(admit(event)).toMatchObject({ stripped });
  }
  for (const kind of ['text', 'prompt', 'transcript', 'message'] as const) {
    expect([kind, count(conversation, kind) > 0]).toEqual([kind, true]);
  }
});
