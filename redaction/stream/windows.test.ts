import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../create.ts';
import type { Span } from '../redactor.ts';
import { TextWindows } from './windows.ts';

type Find = (text: string) => Span[];

/** Runs of this sign are values. */
const runsOf =
  (sign: string): Find =>
  (text) =>
    [...text.matchAll(new RegExp(`${sign}+`, 'g'))].map(({ index, 0: run }) => ({
      start: index,
      end: index + run.length,
      type: 'OTHER',
    }));

/** The pieces, and their spans as offsets in the whole text. */
function settle(text: string, find: Find, step = text.length): { pieces: string[]; spans: Span[] } {
  const pieces: string[] = [];
  const spans: Span[] = [];
  let base = 0;
  const windows = new TextWindows(find, (piece, found) => {
    for (const { start, end, type } of found) {
      expect(piece.slice(start, end)).not.toBe('');
      spans.push({ start: start + base, end: end + base, type });
    }
    pieces.push(piece);
    base += piece.length;
  });
  for (let at = 0; at < text.length; at += step) windows.push(text.slice(at, at + step));
  windows.end();
  expect(pieces.join('')).toBe(text);
  return { pieces, spans };
}

describe('windows over a long text', () => {
  test('find the same as one look at the whole text', () => {
    const { find } = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });
    const unit =
      'pay 4111 1111 1111 1111 or write to jane.doe@example.com; my password is Tiger99! and so on, again and again. ';
    const text = unit.repeat(600);
    expect(settle(text, find, 7_001).spans).toEqual(find(text));
  });

  test('a key as long as a window is one value', () => {
    const { find } = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });
    const key = `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(7_000)}\n-----END PRIVATE KEY-----`;
    const text = `${'x '.repeat(30_000)}${key}${' y'.repeat(10_000)}`;
    expect(settle(text, find, 65_536).spans).toEqual([{ start: 60_000, end: 60_000 + key.length, type: 'SECRET' }]);
  });

  // The first window ends at 24,576: 4,096 characters are to be seen behind it.
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'a value that ends in a word is never cut (%i before)',
    (shift) => {
      const text = `${'- '.repeat(12_282).slice(shift)}**** ***,then${' -'.repeat(9_000)}`;
      const find: Find = (seen) =>
        [...seen.matchAll(/\*{4} \*{3}/g)].map(({ index }) => ({ start: index, end: index + 8, type: 'PHONE' }));
      expect(settle(text, find, 4_096).spans).toEqual(find(text));
    },
  );

  test.each([
    ['of words at a word', 'word '.repeat(8_000), 24_575],
    ['at the end of a line', `${'x'.repeat(24_400)}\n${'x'.repeat(9_000)}`, 24_401],
    ['of one word where it is long enough', 'x'.repeat(40_000), 24_576],
    ['right behind a space', `${'x'.repeat(24_575)} ${'x'.repeat(9_000)}`, 24_576],
    ['at the space that is near enough', `${'x'.repeat(24_320)} ${'x'.repeat(9_000)}`, 24_321],
    ['not at one that is too far', `${'x'.repeat(24_319)} ${'x'.repeat(9_000)}`, 24_576],
    ['before a surrogate pair', `x${'😀'.repeat(20_000)}`, 24_575],
    ['behind a surrogate pair', '😀'.repeat(20_000), 24_576],
    ['before a value', `${'x'.repeat(500)}${'*'.repeat(24_577)}${'x'.repeat(4_000)}`, 500],
    ['behind a value', `${'x'.repeat(500)}${'*'.repeat(24_076)}${'x'.repeat(5_000)}`, 24_576],
    ['where a value begins', `${'x'.repeat(24_576)}**${'x'.repeat(5_000)}`, 24_576],
    [
      'before the value that it would cut, not the ones before and after',
      `* ${'x'.repeat(24_570)}** * **${'x'.repeat(9_000)}`,
      24_575,
    ],
  ])('a text %s is cut', (_, text, first) => {
    const { pieces, spans } = settle(text, runsOf('\\*'), 4_096);
    expect(pieces[0]).toHaveLength(first);
    expect(spans).toEqual(runsOf('\\*')(text));
  });

  test('nothing is cut before enough is seen behind it', () => {
    expect(settle('x'.repeat(28_671), () => []).pieces).toHaveLength(1);
    expect(settle('x'.repeat(28_672), () => []).pieces).toHaveLength(2);
    const lengths = settle('x'.repeat(80_000), () => [], 1_024).pieces.map(({ length }) => length);
    expect(lengths).toEqual([24_576, 24_576, 24_576, 6_272]);
    expect(settle('', () => []).spans).toEqual([]);
  });

  test('what is judged is bounded, and shows 1,024 characters before what is not settled yet', () => {
    const seen: string[] = [];
    const text = Array.from({ length: 90_000 }, (_, i) => String.fromCharCode(0x4e00 + (i % 20_000))).join('');
    const { pieces } = settle(text, (shown) => {
      seen.push(shown);
      return [];
    });
    const [first, second] = [pieces[0]!.length, pieces[1]!.length];
    expect(seen[0]).toBe(text.slice(0, seen[0]!.length));
    expect(seen[1]!.startsWith(text.slice(first - 1_024, first))).toBe(true);
    expect(seen[2]!.startsWith(text.slice(first + second - 1_024, first + second))).toBe(true);
    expect(Math.max(...seen.map(({ length }) => length))).toBeLessThanOrEqual(1_024 + 2 * 24_576 + 4_096);
  });

  test('a value without an end does not hold everything up', () => {
    const held: number[] = [];
    let pushed = 0;
    let settled = 0;
    const endless = new TextWindows(
      (text) => [{ start: 0, end: text.length, type: 'OTHER' }],
      (piece, spans) => {
        expect(spans).toEqual([{ start: 0, end: piece.length, type: 'OTHER' }]);
        expect(piece.isWellFormed()).toBe(true);
        settled += piece.length;
      },
    );
    for (let i = 0; i < 20; i++) {
      endless.push('😀'.repeat(12_288));
      pushed += 24_576;
      held.push(pushed - settled);
    }
    endless.end();
    expect(settled).toBe(pushed);
    // A private key of 32 KB is waited for; what is held stays bounded.
    expect(held.slice(0, 5)).toEqual([24_576, 49_152, 73_728, 98_304, 122_880]);
    expect(Math.max(...held)).toBeLessThan(131_072);
  });

  test('surrogate pairs stay whole', () => {
    for (const text of ['😀'.repeat(30_000), `x${'😀'.repeat(30_000)}`]) {
      const { pieces } = settle(text, () => [], 60_001);
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    }
  });
});
