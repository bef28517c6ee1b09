import { describe, expect, test } from '@jest/globals';
import { Context } from './context.ts';
import type { Detector, Triggers } from './detector.ts';
import { MOST_DIGITS, NumberTriggers } from './number-triggers.ts';

const detector = (triggers: Triggers, name = 'some'): Detector => ({
  ...{ name, types: ['OTHER'], source: 'this test', triggers },
  examine: () => {},
});
/** Which of some detectors are asked about the number in a text. */
function asked(text: string, all: readonly Triggers[], { groups = 1, isFirst = true } = {}): boolean[] {
  const start = text.search(/\d/);
  const digits = text.replace(/\D/g, '');
  const end = text.length - /\D*$/.exec(text)![0].length;
  const [triggers] = NumberTriggers.of(all.map((one) => detector(one)));
  const bits = triggers!.wanting(text, start, end, digits.length, groups, isFirst);
  return all.map((_, n) => (bits & (1 << n)) !== 0);
}

describe('a detector is asked about a number', () => {
  test.each<[string, boolean]>([
    ['12', false],
    ['123', true],
    ['12345', true],
    ['123456', false],
  ])('of so many digits as it wants: %s: %s', (text, isAsked) => {
    expect(asked(text, [{ digits: [3, 5] }])).toEqual([isAsked]);
  });

  test('of the most digits, where it wants more', () => {
    expect(asked('1'.repeat(MOST_DIGITS), [{ digits: [3, 99] }])).toEqual([true]);
  });

  test('that begins a row, where words before it decide', () => {
    const wants: Triggers[] = [{ digits: [3, 5], announced: true }, { digits: [3, 5] }];

    expect(asked('123', wants)).toEqual([true, true]);
    expect(asked('123', wants, { isFirst: false })).toEqual([false, true]);
  });

  test.each([
    [1, [true, true, false, true]],
    [2, [true, false, false, true]],
    [3, [true, false, true, true]],
  ])('of %d groups, where it wants so many', (groups, expected) => {
    const wants: Triggers[] = [
      { digits: [8, 8] },
      { digits: [8, 8], whole: true },
      { digits: [8, 8], groups: () => 3 },
      { digits: [8, 8], groups: (digits) => (digits === 8 ? undefined : 3) },
    ];

    expect(asked('12345678', wants, { groups })).toEqual(expected);
    expect(asked('12345678', wants, { groups, isFirst: false })).toEqual(expected);
  });

  test.each<[string, boolean[]]>([
    ['123', [false, false, false, true]],
    [' 123', [true, false, true, true]],
    ['123 ', [false, false, false, true]],
    ['-123', [false, false, false, true]],
    ['123-', [false, true, true, true]],
    [' 123-', [true, true, true, true]],
    ['é123', [true, false, true, true]],
    ['123é', [false, true, true, true]],
    ['\x80123', [true, false, true, true]],
    ['\x7f123', [false, false, false, true]],
    ['x123y', [false, false, false, true]],
  ])('by the characters beside it: %j', (text, expected) => {
    const wants: Triggers[] = [
      { digits: [3, 3], before: ' :' },
      { digits: [3, 3], behind: '-°' },
      { digits: [3, 3], beside: [' :', '-°'] },
      { digits: [3, 3] },
    ];

    expect(asked(text, wants)).toEqual(expected);
  });

  test('by words before it, where only these tell', () => {
    // Words that no language has: a context may share its bit with another one.
    const plate = new Context(/(?:qxjz)[^\n]{0,8}$/i);
    const card = new Context(/(?:zjxq)[^\n]{0,8}$/i);
    const wants: Triggers[] = [
      { digits: [3, 4], worded: [plate] },
      { digits: [3, 4], worded: [card, plate] },
      { digits: [3, 4], worded: (digits) => (digits === 4 ? [card] : []) },
      { digits: [3, 4] },
    ];

    expect(asked('qxjz 1234', wants)).toEqual([true, true, false, true]);
    expect(asked('ZJXQ 1234', wants)).toEqual([false, true, true, true]);
    expect(asked('wvuw 1234', wants)).toEqual([false, false, false, true]);
    expect(asked('wvuw 123', wants)).toEqual([false, false, true, true]);
  });
});

test('there is one set of triggers for each 31 detectors that want numbers, in their order', () => {
  const all = Array.from({ length: 40 }, (_, n) =>
    detector(n % 10 === 9 ? { words: ['x'] } : { digits: [n + 1, n + 1] }, `d${n}`),
  );

  const [first, second, ...others] = NumberTriggers.of(all);

  expect(others).toEqual([]);
  expect([first!.asked.length, second!.asked.length]).toEqual([31, 5]);
  expect(first!.asked.slice(8, 10).map(({ detector }) => detector.name)).toEqual(['d8', 'd10']);
  expect(second!.asked[0]!.detector.name).toBe('d34');
  expect(first!.wanting('1', 0, 1, 1, 1, true)).toBe(1);
  expect(first!.wanting('12', 0, 2, 11, 1, true)).toBe(1 << 9);
});
