import { describe, expect, test } from '@jest/globals';
import { explain } from '../sdk/explain.ts';
import type { RecordingState } from '../sdk/state.ts';
import { createCommandSign, signCommand } from './command-sign.ts';
import { createSystemSign } from './create.ts';
import { pixelsOf } from './icon.ts';
import { noting, RECENT_MINUTES, Recent } from './recent.ts';
import { type Shown, viewOf } from './sign.ts';

const shown = (state: RecordingState, more: Partial<Shown> = {}): Shown => {
  const why = explain(state);
  return { state, recent: [], recentMinutes: RECENT_MINUTES, ...(why && { why }), ...more };
};

describe('what the mark shows', () => {
  test('while it records: that it does, what was just recorded, a pause and a stop', () => {
    const recent = [{ app: 'mousepad', counts: { key: 120, click: 3 } }];
    expect(viewOf(shown({ state: 'recording' }, { recent }))).toEqual({
      mark: 'recording',
      title: 'Sluice records what you do here',
      lines: ['Recorded in the last 5 minutes:', 'mousepad: 120 key, 3 click'],
      choices: [
        { choice: 'pause', words: 'Pause for 30 minutes' },
        { choice: 'stop', words: 'Stop' },
      ],
    });
  });

  test('while it is paused: whose doing it is, what to do, and the way on where it is one’s own', () => {
    const closed = viewOf(shown({ state: 'paused', reason: 'gate-closed' }));
    expect(closed).toMatchObject({ mark: 'paused', title: 'Sluice does not record' });
    expect(closed.lines.slice(0, 2)).toEqual(['the program is paused', 'Nothing to do: it goes on by itself.']);
    const own = viewOf(
      shown({ state: 'paused', reason: 'paused-here' }, { pausedUntil: Date.UTC(2026, 0, 1, 12, 30) }),
    );
    expect(own.title).toMatch(/^You paused Sluice until \d\d:\d\d$/);
    expect(own.choices.map(({ choice }) => choice)).toEqual(['resume', 'stop']);
  });

  test('while nothing is delivered: that, and why', () => {
    const view = viewOf(shown({ state: 'recording', notDelivering: { since: 0, reason: 'no-name' } }));
    expect(view).toMatchObject({ mark: 'trouble', title: 'Sluice records, and cannot deliver' });
    expect(view.lines[0]).toBe('the name of the service cannot be found');
  });

  test('of many programs the first, and how many more; of a name that is too long its beginning', () => {
    const recent = Array.from({ length: 20 }, (_, at) => ({ app: `${at}${'x'.repeat(200)}`, counts: { key: 1 } }));
    const { lines } = viewOf(shown({ state: 'recording' }, { recent }));
    expect(lines.at(-1)).toBe('and 12 programs more');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(60);
  });

  test('has a shape a state, so that nobody needs to tell colours apart', () => {
    const shapes = (['recording', 'trouble', 'paused', 'stopped'] as const).map((mark) => {
      const { argb } = pixelsOf(mark);
      const inside = Array.from({ length: argb.length / 4 }, (_, at) =>
        argb[at * 4 + 1] === 0xf4 || argb[at * 4] === 0 ? ' ' : '#',
      );
      return inside.join('');
    });
    expect(new Set(shapes).size).toBe(4);
  });
});

describe('what was just recorded', () => {
  test('is counted of what was kept alone, and forgotten after minutes', () => {
    let now = 0;
    const recent = new Recent(() => now);
    const sink = noting(
      { capture: ({ app }) => (app === 'bank' ? 'filtered' : 'kept'), ready: async () => {} },
      recent,
    );
    const click = (app: string) => sink.capture({ kind: 'click', time: 0, app, x: 1, y: 1, button: 0 });
    click('editor');
    click('bank');
    now = 60_000;
    click('editor');
    click('mail');
    expect(recent.counts()).toEqual([
      { app: 'editor', counts: { click: 2 } },
      { app: 'mail', counts: { click: 1 } },
    ]);
    now = RECENT_MINUTES * 60_000;
    expect(recent.counts()).toEqual([
      { app: 'editor', counts: { click: 1 } },
      { app: 'mail', counts: { click: 1 } },
    ]);
    now *= 2;
    expect(recent.counts()).toEqual([]);
  });

  test('has a bound, whatever a hostile recorder calls its programs', () => {
    const recent = new Recent(() => 0);
    for (let at = 0; at < 10_000; at++) recent.note({ app: `app-${at}`, kind: 'key' });
    recent.note({ app: '__proto__', kind: 'key' });
    expect(recent.counts()).toHaveLength(100);
  });
});

describe('a mark that a program of the system shows', () => {
  const script = `process.stdin.on('data',(d)=>{for(const l of String(d).split('\\n'))if(l)console.log('shown\\nnonsense\\n'+JSON.parse(l).choices[0].choice)}).on('end',()=>process.exit())`;
  const view = viewOf(shown({ state: 'recording' }));

  test('is visible once it says so, tells what is chosen, and is not when it ends', async () => {
    const sign = createCommandSign({ command: process.execPath, args: ['-e', script] });
    expect(sign.visible).toBe(false);
    const seen: boolean[] = [];
    const chosen = new Promise((resolve) => sign.onChoice(resolve));
    const gone = new Promise<void>((resolve) =>
      sign.onVisible((visible) => {
        seen.push(visible);
        if (!visible) resolve();
      }),
    );
    sign.show(view);
    expect(await chosen).toBe('pause');
    sign.close();
    await gone;
    expect(seen).toEqual([true, false]);
  });

  test('that is not there is not visible, and nothing fails', async () => {
    const sign = createCommandSign({ command: '/no/such/program', args: [] });
    sign.show(view);
    await new Promise((resolve) => setImmediate(resolve));
    expect(sign.visible).toBe(false);
    sign.close();
  });

  test('is asked of whole paths alone, on macOS and Windows', () => {
    expect(signCommand('darwin')?.command).toBe('/usr/bin/osascript');
    expect(signCommand('win32')?.command).toMatch(/^[A-Z]:\\.*powershell\.exe$/);
    expect(signCommand('linux')).toBeUndefined();
  });
});

test('a session without a bus has no mark', async () => {
  expect(await createSystemSign('linux', {})).toBeUndefined();
  expect(await createSystemSign('linux', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/no/such' })).toBeUndefined();
});
