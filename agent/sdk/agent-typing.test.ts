import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Event } from '../../wire/event.ts';
import type { LeaseGrant } from '../../wire/lease.ts';
import { eventsOf } from './testing.ts';
import { flush, key, setUp } from './testing-agent.ts';

describe('typing over the border of two frames', () => {
  const typed = (text: string, from = 0) => [...text].map((letter, i) => key(from + i, letter));
  type Line = Event & { context?: 'before' | 'after' };
  const setUpOverlap = async (changes: Partial<LeaseGrant['flush']> = {}, answer: Partial<LeaseGrant> = {}) => {
    const all = setUp({ random: () => 1 });
    all.api.answers = [{ scope: 's', ...flush({ overlap: true, ...changes }), ...answer }];
    await all.agent.start();
    const frames = () => all.sink.frames.map((frame) => eventsOf(frame, all.api.grants) as Line[]);
    const read = (lines: Line[], side?: 'before' | 'after') =>
      lines
        .filter((line) => line.context === side)
        .map((line) => ('key' in line ? line.key : ''))
        .join('');
    return { ...all, frames, read };
  };
  const TEXT = 'abcdefghijklmnopqrstuvwxyz'.repeat(2);

  test('the last presses wait for the next frame, and both frames have what is on the other side', async () => {
    const { agent, clock, frames, read } = await setUpOverlap();

    for (const event of typed(TEXT)) agent.capture(event);
    await clock.pass(30_000);
    for (const event of typed('and more', 100)) agent.capture(event);
    await agent.flush();

    const [first, second] = frames() as [Line[], Line[]];
    expect([read(first, 'before'), read(first), read(first, 'after')]).toEqual(['', TEXT.slice(0, 20), TEXT.slice(20)]);
    expect([read(second, 'before'), read(second), read(second, 'after')]).toEqual([
      ...[TEXT.slice(0, 20), `${TEXT.slice(20)}and more`, ''],
    ]);
  });

  test('every event is of one frame, whatever is typed and however frames are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40_000 })), { maxLength: 8 }),
        fc.integer({ min: 4096, max: 20_000 }),
        async (steps, bytes) => {
          const { agent, clock, frames, read } = await setUpOverlap({ bytes });
          let all = '';
          for (const [presses, ms] of steps) {
            const text = TEXT.repeat(2).slice(0, presses);
            for (const event of typed(text)) if (agent.capture(event) === 'kept') all += (event as { key: string }).key;
            await clock.pass(ms);
          }
          await agent.stop();
          expect(
            frames()
              .map((lines) => read(lines))
              .join(''),
          ).toBe(all);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('what was held back goes with the next flush, whether anything came behind it or not', async () => {
    const { agent, clock, frames, read } = await setUpOverlap();
    for (const event of typed(TEXT)) agent.capture(event);
    await clock.pass(30_000);
    await clock.pass(30_000);
    expect(frames().map((lines) => read(lines))).toEqual([TEXT.slice(0, 20), TEXT.slice(20)]);
  });

  test.each<[what: string, flush: Partial<LeaseGrant['flush']>, answer: Partial<LeaseGrant>]>([
    ['a redactor that does not know it', { overlap: false }, {}],
    ['frames too small to hold anything back', { bytes: 8192 }, {}],
  ])('nothing waits for %s', async (_what, changes, answer) => {
    const { agent, clock, frames, read } = await setUpOverlap(changes, answer);
    for (const event of typed(TEXT)) agent.capture(event);
    await clock.pass(30_000);
    expect(
      frames()
        .map((lines) => read(lines))
        .join(''),
    ).toBe(TEXT);
  });

  test('nothing is carried into another consent: its frame has neither events nor copies of the one before', async () => {
    const { agent, clock, api, frames, read } = await setUpOverlap();
    for (const event of typed(TEXT)) agent.capture(event);
    api.answers = [{ scope: 'another', ...flush({ overlap: true }) }];
    await agent.resume();
    for (const event of typed('fresh', 200)) agent.capture(event);
    await agent.flush();
    await clock.pass(0);
    expect(frames().map((lines) => [read(lines, 'before'), read(lines)])).toEqual([
      ['', TEXT],
      ['', 'fresh'],
    ]);
  });
});
