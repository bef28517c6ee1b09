import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../wire/event.ts';
import { createRedactor } from '../create.ts';
import { linkRetyped } from './again.ts';
import { loose, type Said } from './said.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
const PLACE = { app: 'editor', window: 'w' };
const CLICKS = '^^';

/** What is stored of the keys, `*` for those that are masked; `^` is a click. */
function stored(typed: string): string {
  const events = [...typed].map(
    (one, i): Event =>
      one === '^'
        ? { kind: 'click', time: i, ...PLACE, x: 1, y: 1, button: 0 }
        : { kind: 'key', type: 'keydown', time: i, ...PLACE, key: one },
  );
  const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events }]);
  return frame!.events.map((event) => (event.kind === 'key' ? (event.key ?? '*') : '^')).join('');
}

describe('what a double click selected and was typed over', () => {
  test.each([
    ['the whole beginning', `write to jane@ex${CLICKS}jane@example.com and so on and on `, 'jane@ex'],
    ['one character', `national id = S${CLICKS}S3515581C and so on and on `, 'S'],
    ['several words of it', `She is 80 years ${CLICKS}80 years old. and so on and on `, '80 years '],
    ['more than once', `note: WVW${CLICKS}WVW8${CLICKS}WVW8TCV39K0M5M9Y9; and so on and on `, `WVW${CLICKS}WVW8`],
  ])('goes with the value: %s', (_, typed, begun) => {
    const at = typed.indexOf(begun);
    expect(stored(typed).slice(at, at + begun.length)).not.toMatch(/[a-z0-9]/i);
  });

  test('stays where nothing is found of what was typed instead', () => {
    const typed = `the word was long${CLICKS}long ago and so on and on and on `;
    expect(stored(typed).slice(0, 30)).toBe(typed.slice(0, 30));
  });
});

describe('the keys of a value that was begun twice', () => {
  /** For each event of the text, `^` for a double click, those whose fate it shares. */
  function links(typed: string, prepare: (said: Said[]) => void = () => undefined): string[] {
    const said: Said[] = [];
    const clicks: number[] = [];
    for (const sign of typed) {
      if (sign === '^') clicks.push(said.length);
      else said.push({ cell: loose(sign, said.length), command: false, field: 'f', modal: false });
    }
    prepare(said);
    linkRetyped(said, clicks);
    return said.map(({ cell }) => cell.links?.join(' ') ?? '');
  }

  test.each([
    ['nothing in common', 'abc^xyz', []],
    ['all of it', 'abc^abc', [3, 0, 4, 1, 5, 2]],
    ['its end', 'abc^bcd', [3, 1, 4, 2]],
    ['not its begin', 'abc^abd', []],
    ['the longest of several', 'aab^aabaab', [3, 0, 4, 1, 5, 2]],
    ['behind a wrong beginning', 'ababa^babab', [5, 1, 6, 2, 7, 3, 8, 4]],
    ['a part of which comes again within', 'aabaaab^aabaaac', [7, 4, 8, 5, 9, 6]],
    ['found whole before its end, and again', 'ababa^aba', [5, 2, 6, 3, 7, 4]],
    ['all that comes is shorter', 'aaaa^aa', [4, 2, 5, 3]],
    ['nothing before', '^abc', []],
    ['nothing behind', 'abc^', []],
  ])('%s: %s', (_, typed, pairs) => {
    const expected = Array<string>(typed.length - 1).fill('');
    for (let i = 0; i < pairs.length; i += 2) expected[pairs[i]!] = `${pairs[i + 1]}`;

    expect(links(typed)).toEqual(expected);
  });

  test('three times share one list, with each of the keys before', () => {
    expect(links('a^a^ab')).toEqual(['', '0 1', '0 1', '']);
  });

  test('each click looks as far as the next one', () => {
    expect(links('ab^c^abc')).toEqual(Array(6).fill(''));
    expect(links('abc^ab^cabc')).toEqual(Array(9).fill(''));
  });

  test.each([
    [128, 128],
    [129, 0],
  ])('of %i characters in common %i', (length, linked) => {
    const value = Array.from({ length }, (_, i) => String.fromCharCode(200 + i)).join('');

    expect(links(`${value}^${value}`).filter((one) => one !== '')).toHaveLength(linked);
  });

  test('what an input method wrote keeps its own', () => {
    const given = links('ab^ab', (said) => {
      said[2]!.cell.links = [7];
    });

    expect(given).toEqual(['', '', '7', '1']);
  });

  test('what began with those of an input method has no others', () => {
    const given = links('ab^ab', (said) => {
      said[0]!.cell.links = [7];
    });

    expect(given).toEqual(['7', '', '', '1']);
  });

  test('what no event typed is none', () => {
    const given = links('ab^ab', (said) => {
      said[0] = { ...said[0]!, cell: loose('a', -1) };
    });

    expect(given).toEqual(['', '', '', '1']);
  });
});
