import { describe, expect, test } from '@jest/globals';
import type { Event, KeyEvent } from '../wire/event.ts';
import { createRedactor } from './create.ts';
import type { RedactableFrame } from './redactor.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });
const keys = (text: string, from = 0): Event[] =>
  [...text].map((key, i) => ({ kind: 'key', type: 'keydown', time: from + i, app: 'a', window: 'w', key }) as KeyEvent);
const frame = (number: number, own: string, before?: string, after?: string): RedactableFrame => ({
  ...{ device: 'd', number, events: keys(own, number * 1000) },
  ...((before ?? after) !== undefined && { context: { before: keys(before ?? ''), after: keys(after ?? '') } }),
});
const read = (...frames: RedactableFrame[]): string[] =>
  redactor
    .redactFrames(frames)
    .map(({ events }) => events.map((event) => (event.kind === 'key' ? (event.key ?? '_') : '?')).join(''));

describe('typing beside a frame', () => {
  const before = 'please look at the third page ';
  const own = 'of the report and tell me what';
  const after = ' you think of the new layout now';

  test('leaves nothing to mask at its borders', () => {
    expect(read(frame(5, own))[0]).toMatch(/^_+ .*_+$/);
    expect(read(frame(5, own, before, after))).toEqual([own]);
  });

  test('is never written, and no event of it', () => {
    expect(read(frame(5, own, before, after))[0]).toHaveLength(own.length);
  });

  test('makes a value that it has the rest of known: what a border cuts is masked on both sides', () => {
    const value = 'mail me at jane.doe@example.com today please and thanks a lot';
    for (let cut = 12; cut < 30; cut++) {
      const [left, right] = [value.slice(0, cut), value.slice(cut)];
      const stored = [...read(frame(5, left, '', right)), ...read(frame(9, right, left, ''))].join('');
      expect(stored.slice(11, 31).replaceAll('_', '')).toBe('');
    }
  });

  test('is not looked at where the frame that it is of is there: nothing is read twice', () => {
    const alone = read(frame(5, own, before, after), frame(6, 'other words than it was told here', own, ''));
    const joined = read(frame(5, own, before), frame(6, 'other words than it was told here', undefined, ''));
    expect(alone).toEqual(joined);
  });

  test('a border that stays open is masked as before', () => {
    expect(read(frame(5, own, before))[0]).toMatch(/^of the .*_+$/);
    expect(read(frame(5, own, undefined, after))[0]).toMatch(/^_+.* what$/);
  });
});
