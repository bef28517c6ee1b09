import { describe, expect, test } from '@jest/globals';
import { loose, Mode, readingsOf, type Said } from './said.ts';

const say = (text: string, over: Partial<Said> = {}): Said[] =>
  [...text].map((sign, at) => ({ cell: loose(sign, at), command: false, field: 'f', modal: false, ...over }));
const command = (text: string): Said[] => say(text, { command: true });
const texts = (said: Said[], clicked = false): [string, boolean][] =>
  readingsOf(said, clicked).map(({ reading, asText }) => [reading.text, asText]);

describe('what a window says beside its fields', () => {
  test.each<[string, Said[], boolean, [string, boolean][]]>([
    ['nothing of what one field has', say('abc'), false, []],
    ['nothing of nothing', [], true, []],
    ['nothing of one character', say('a'), true, []],
    ['two characters over a click', say('ab'), true, [['ab', false]]],
    ['two fields as one', [...say('ab'), ...say('cd', { field: 'g' })], false, [['abcd', false]]],
    [
      'commands with what is around them, and without',
      [...say('ab'), ...command('s'), ...say('cd')],
      false,
      [
        ['abscd', false],
        ['abcd', false],
      ],
    ],
    [
      'three commands in a row are commands',
      [...say('ab'), ...command('xyz'), ...say('c')],
      false,
      [
        ['abxyzc', false],
        ['abc', false],
      ],
    ],
    [
      'four are a modifier that hangs: a text',
      [...say('ab'), ...command('wxyz'), ...say('c')],
      false,
      [
        ['abwxyzc', true],
        ['abc', false],
      ],
    ],
    [
      'four that stand apart are commands',
      [...command('wx'), ...say('a'), ...command('yz'), ...say('b')],
      false,
      [
        ['wxayzb', false],
        ['ab', false],
      ],
    ],
    ['a value in two boxes', say('12\t34\n56'), false, [['123456', false]]],
    [
      'a line break among other characters stays in it',
      [...say('12\t'), { ...say('x')[0]!, cell: loose('3\n4', 9) }],
      false,
      [['123\n4', false]],
    ],
    [
      'several borders in one event',
      [...say('12'), { ...say('x')[0]!, cell: loose('\t\n', 9) }, ...say('34')],
      false,
      [['1234', false]],
    ],
    [
      'the places of keys',
      [...say('a', { other: '1' }), ...say('b'), ...say('c', { other: '3' })],
      false,
      [['1b3', false]],
    ],
    [
      'what may have been commands left out',
      [...say('ab'), ...say('x', { modal: true }), ...say('c')],
      false,
      [['abc', true]],
    ],
  ])('%s', (_, said, clicked, expected) => {
    expect(texts(said, clicked)).toEqual(expected);
  });

  test('the place of a key leads back to its event', () => {
    const [one] = readingsOf([...say('ab', { other: '1' })], false);

    expect(one!.reading.cells.map(({ text, event }) => [text, event])).toEqual([
      ['1', 0],
      ['1', 1],
    ]);
  });
});

test('a loose cell stands alone and alive', () => {
  const cell = loose('x', 7);

  expect(cell).toMatchObject({ text: 'x', event: 7, offset: 0, live: true });
  expect([cell.previous, cell.next, cell.before, cell.after].every((other) => other === cell)).toBe(true);
});

describe('the command mode of an editor', () => {
  const commands = (typed: string): boolean[] => {
    const mode = new Mode();
    return [...typed].flatMap((sign) => {
      if (sign !== '^') return mode.next(sign);
      mode.escape();
      return [];
    });
  };

  test('is begun by Escape alone', () => {
    expect(commands('ab')).toEqual([false, false]);
  });

  test.each([...'iIaAoOsScCR'])('ends with %s, which is a command still', (sign) => {
    expect(commands(`^x${sign}x`)).toEqual([true, true, false]);
  });

  test('ends behind eight: that is a text', () => {
    expect(commands('^xxxxxxxxxx')).toEqual([...Array(8).fill(true), false, false]);
  });

  test('begins again with another Escape', () => {
    expect(commands('^xi^xx')).toEqual([true, true, true, true]);
    expect(commands('^xxxxxx^xxxxxxxxx')).toEqual([...Array(14).fill(true), false]);
  });
});
