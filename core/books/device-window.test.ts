import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allSeen, epochsOf, epochsText, HOUR, KEPT_HOURS } from '../consent/epoch-window.ts';
import type { DeviceWindow, EpochWindow } from '../consent/subject.ts';
import { accountOf } from './device-window.ts';
import { accounted, unseen } from './replay-window.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const start = (epoch: number, until = NOW + HOUR) => ({ start: { epoch, until } });

describe('the windows of a device', () => {
  test('account for each number of each start once, and for those of no start beside them, in any order', () => {
    const frame = fc.record({ epoch: fc.integer({ min: 0, max: 4 }), number: fc.integer({ min: 1, max: 150 }) });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 300 }), (frames) => {
        let window: DeviceWindow | undefined;
        const taken = new Set<string>();
        let missing = 0;
        for (const { epoch, number } of frames) {
          const seen = accountOf(window, epoch === 0 ? {} : start(epoch), number, NOW);
          if (seen.verdict !== 'new') continue;
          expect(taken.has(`${epoch}/${number}`)).toBe(false);
          taken.add(`${epoch}/${number}`);
          window = seen.window;
          missing += seen.missing;
        }
        const all = window ? [window, ...(window.epochs?.values() ?? [])] : [];
        expect(taken.size + missing).toBe(all.reduce((sum, one) => sum + accounted(one), 0));
        // What is written is what was read.
        if (window?.epochs) expect(epochsOf(epochsText(window.epochs))).toEqual(window.epochs);
      }),
    );
  });

  test('of a start that is over say nothing: its frames are neither new nor repeated, and make no window', () => {
    const until = NOW + HOUR;
    const first = accountOf(undefined, start(3, until), 1, NOW);
    expect(first).toMatchObject({ verdict: 'new', missing: 0 });
    const { window } = first as Extract<typeof first, { verdict: 'new' }>;
    expect(accountOf(window, start(3, until), 1, until)).toEqual({ verdict: 'repeated' });
    for (const number of [1, 2])
      expect(accountOf(window, start(3, until), number, until + 1)).toEqual({ verdict: 'over' });
    expect(accountOf(undefined, start(9, until), 1, until + 1)).toEqual({ verdict: 'over' });
  });

  test('go when nothing of their start can be read any more, and not a moment before; what was open in them is missing', () => {
    const untilHour = Math.ceil((NOW + HOUR) / HOUR);
    const gone = (untilHour + KEPT_HOURS) * HOUR;
    const epochs = new Map<number, EpochWindow>([
      [1, { high: 70, seen: allSeen(70).seen & ~0b110n, untilHour }],
      [2, { high: 5, seen: allSeen(5).seen, untilHour: untilHour + 1 }],
    ]);
    const before: DeviceWindow = { high: 9, seen: 1n, epochs, closed: 11 };
    const next = start(3, gone + HOUR);
    const at = (arrival: number) => accountOf(before, next, 1, arrival) as { window: DeviceWindow; missing: number };

    expect([...at(gone).window.epochs!.keys()]).toEqual([1, 2, 3]);
    expect(at(gone)).toMatchObject({ missing: 0, window: { high: 9, seen: 1n, closed: 11 } });
    expect([...at(gone + 1).window.epochs!.keys()]).toEqual([2, 3]);
    expect(at(gone + 1)).toMatchObject({ missing: 2, window: { high: 9, seen: 1n, closed: 81 } });
  });

  test('take some ten bytes a start of which nothing is missing', () => {
    const epochs = new Map(
      Array.from({ length: 40 }, (_, at) => [at + 100, { ...allSeen(120), untilHour: 494_000 + at }] as const),
    );
    expect(epochsText(epochs).length).toBeLessThan(40 * 13);
    expect(unseen(allSeen(3))).toBe(0);
  });

  test.each([
    'x',
    '1:1',
    '1:1:1:1:1',
    '0:1:1',
    '1:0:1',
    '1:1:zzzzzzzzzzzzz',
    '1:1:1:zzzzzzzzzzzzz',
    '1:1:1:',
    '1:1:-1',
    '1:1:1  2:1:1',
  ])('that read %p are damaged, and not guessed', (text) => {
    expect(epochsOf(text)).toBeUndefined();
  });
});
