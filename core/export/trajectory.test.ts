import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Event } from '../../wire/event.ts';
import { exportNames } from './names.ts';
import { SESSION_PAUSE, sessionsOf } from './sessions.ts';
import { eventsOf, trajectoryOf } from './trajectory.ts';

const names = exportNames(Buffer.alloc(32, 7));
const recorded = readFileSync(new URL('../../programs/model-capability/session.ndjson', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Event);
const NOW = Date.UTC(2026, 10, 25, 12);
const place = (events: Event[]) => sessionsOf('anna', events, names).flat();
const key = (key: string, more: object = {}): Event =>
  ({ kind: 'key', time: NOW, app: 'code', type: 'keydown', key, ...more }) as Event;

const click = (x: number): Event => ({ kind: 'click', time: NOW, app: 'code', x, y: 4, button: 0 });
const button = (type: 'pointerdown' | 'pointerup', x: number): Event => ({
  ...{ kind: 'button', time: NOW, app: 'code', type },
  ...{ x, y: 4, button: 0 },
});

describe('a trajectory', () => {
  test('has the first task that was said as its instruction', () => {
    const mark = { time: NOW, app: 'sluice-agent' };
    const told = trajectoryOf(
      place([
        { kind: 'task', ...mark, type: 'start', text: 'write the minutes' },
        key('a'),
        { kind: 'task', ...mark, type: 'done', outcome: 'done' },
        { kind: 'task', ...mark, type: 'start', text: 'send them' },
      ]),
    );
    expect(told).toMatchObject({ instruction: 'write the minutes', natural_language_task: 'write the minutes' });
    expect(told.domain).toBe('code');
    expect(trajectoryOf(place([key('a')])).instruction).toBeNull();
  });

  test('is the recorded session again, event by event', () => {
    const sessions = sessionsOf('anna', recorded, names);
    const again = sessions.flatMap((session) => eventsOf(trajectoryOf(session)));
    expect(again).toEqual(recorded.toSorted((a, b) => a.time - b.time));
  });

  test('says what was typed as it was typed, with the clicks between', () => {
    const { traj, domain, task_id } = trajectoryOf(place(recorded));
    expect(domain).toBe('mousepad');
    expect(task_id).toMatch(/^[a-z2-7]{16}$/);
    const written = traj.filter(({ value }) => value.action === 'write').map(({ value }) => value.code);
    expect(written[0]).toMatch(/^pyautogui\.write\("[A-Z][a-z]+/);
    expect(
      traj.some(({ value }) => value.action === 'click' && /^pyautogui\.click\(x=\d+, y=\d+\)$/.test(value.code!)),
    ).toBe(true);
    expect(traj.map(({ index }) => index)).toEqual(traj.map((_, at) => at));
  });

  test.each<[string, Event[], [string, string | null][]]>([
    [
      'a chord',
      [key('Control', { ctrlKey: true }), key('c', { ctrlKey: true })],
      [['hotkey', 'pyautogui.hotkey("ctrl", "c")']],
    ],
    ['a key by name', [key('ArrowUp')], [['press', 'pyautogui.press("up")']]],
    [
      'a capital letter',
      [key('Shift', { shiftKey: true }), key('A', { shiftKey: true }), key('"')],
      [['write', 'pyautogui.write("A\\"")']],
    ],
    ['keys whose names are not kept', [key('x', { key: undefined, class: 'letter' })], [['write', null]]],
    [
      'a pasted text',
      [{ kind: 'text', time: NOW, app: 'code', inputType: 'insertFromPaste', data: 'a\nb' }],
      [['edit', 'pyautogui.write("a\\nb")']],
    ],
    [
      'a double click',
      [{ kind: 'click', time: NOW, app: 'code', x: 3, y: 4, button: 0, detail: 2 }],
      [['doubleClick', 'pyautogui.doubleClick(x=3, y=4)']],
    ],
    [
      'a press, its click and its release in one place',
      [button('pointerdown', 3), click(3), button('pointerup', 3)],
      [['click', 'pyautogui.click(x=3, y=4)']],
    ],
    [
      'a drag',
      [
        button('pointerdown', 3),
        click(3),
        { kind: 'pointer', time: NOW, app: 'code', path: [0, 9, 4] },
        button('pointerup', 9),
      ],
      [
        ['mouseDown', "pyautogui.mouseDown(x=3, y=4, button='left')"],
        ['moveTo', 'pyautogui.moveTo(x=9, y=4)'],
        ['mouseUp', "pyautogui.mouseUp(x=9, y=4, button='left')"],
      ],
    ],
    [
      'what the recording says of itself',
      [
        { kind: 'session', time: NOW, app: 'sluice-agent', type: 'start' },
        { kind: 'screen', time: NOW, app: 'sluice-agent', screen: 0, width: 1280, height: 800 },
        { kind: 'element', time: NOW, app: 'code', type: 'focus', role: 'button', name: 'Save' },
      ],
      [
        ['mark', null],
        ['mark', null],
        ['element', null],
      ],
    ],
    [
      'a button that PyAutoGUI does not know',
      [{ kind: 'click', time: NOW, app: 'code', x: 3, y: 4, button: 4 }],
      [['click', null]],
    ],
    [
      'a wheel',
      [1, 2].map((deltaY) => ({ kind: 'scroll', time: NOW, app: 'code', deltaX: 0, deltaY })),
      [['scroll', 'pyautogui.scroll(-3)']],
    ],
    [
      'what is asked of an assistant',
      [{ kind: 'prompt', time: NOW, app: 'assistant', text: 'how?' }],
      [['prompt', null]],
    ],
  ] as [string, Event[], [string, string | null][]][])('has %s', (_, events, steps) => {
    expect(trajectoryOf(place(events)).traj.map(({ value }) => [value.action, value.code])).toEqual(steps);
  });

  test('of any events loses none and puts none elsewhere', () => {
    const event = fc
      .record({ at: fc.nat(recorded.length - 1), later: fc.nat(2 * SESSION_PAUSE) })
      .map(({ at, later }) => {
        const one = recorded[at]!;
        return { ...one, time: one.time + later } as Event;
      });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const sessions = sessionsOf('anna', events, names);
        const again = sessions.flatMap((session) => eventsOf(trajectoryOf(session)));
        expect(again).toEqual(events.toSorted((a, b) => a.time - b.time));
        for (const session of sessions) {
          const times = session.map((placed) => placed.event.time);
          expect(times.every((time, n) => n === 0 || time - times[n - 1]! <= SESSION_PAUSE)).toBe(true);
          expect(trajectoryOf(session).traj.flatMap(({ seq, events: some }) => some.map((__, n) => seq + n))).toEqual(
            session.map(({ seq }) => seq),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('names of one export are of no other, and say nothing of each other', () => {
  const other = exportNames(Buffer.alloc(32, 8));
  expect(names.person('anna')).toBe(exportNames(Buffer.alloc(32, 7)).person('anna'));
  const all = [
    names.person('anna'),
    names.person('bert'),
    other.person('anna'),
    names.session('anna', ''),
    names.part('anna', ''),
  ];
  expect(new Set(all).size).toBe(all.length);
});
