import { describe, expect, test } from '@jest/globals';
import type { KeyEvent, TextEvent } from '../../wire/event.ts';
import { TypingRun } from './run.ts';

const key = (name: string, over: Partial<KeyEvent> = {}): KeyEvent =>
  ({ kind: 'key', type: 'keydown', time: 0, app: 'a', window: 'w', key: name, ...over }) as KeyEvent;
const text = (inputType: string, data?: string, over: Partial<TextEvent> = {}): TextEvent =>
  ({
    kind: 'text',
    time: 0,
    app: 'a',
    window: 'w',
    inputType,
    ...(data === undefined ? {} : { data }),
    ...over,
  }) as TextEvent;
const run = (...events: (KeyEvent | TextEvent)[]): TypingRun => {
  const typing = new TypingRun();
  events.forEach((event, i) => {
    if (event.kind === 'key') typing.key(event, i);
    else typing.text(event, i);
  });
  return typing;
};
const held = (typing: TypingRun): string[] => [...typing.fields.values()].map(({ field }) => field.readings()[0]!.text);

describe('what a window says', () => {
  const said = (typing: TypingRun): [string, boolean][] =>
    typing.said().map(({ reading, asText }) => [reading.text, asText]);
  const click = (typing: TypingRun): void =>
    typing.click({ kind: 'click', time: 0, app: 'a', window: 'w', x: 0, y: 0, button: 0 });
  const keys = (typed: string, over: Partial<KeyEvent> = {}): KeyEvent[] => [...typed].map((one) => key(one, over));

  test('is nothing beside what its field holds', () => {
    expect(said(run(...keys('abc')))).toEqual([]);
  });

  test('and says of which program it is', () => {
    const typing = run(...keys('ab', { ctrlKey: true }), ...keys('cd', { app: 'b', window: 'v', ctrlKey: true }));

    expect(typing.said().map(({ app }) => app)).toEqual(['a', 'b']);
  });

  test('a shortcut that says a character, with it and without', () => {
    expect(said(run(...keys('12'), key('s', { ctrlKey: true }), ...keys('34', { ctrlKey: false })))).toEqual([
      ['12s34', false],
      ['1234', false],
    ]);
  });

  test.each(['ArrowLeft', 'Shift', 'F5', 'Backspace'])('%s says none', (name) => {
    expect(said(run(...keys('12'), key(name), ...keys('34')))).toEqual([]);
  });

  test('what is told by the place of a key alone, shifted or not', () => {
    expect(said(run(key('ш', { code: 'Digit1' }), key('ы', { code: 'Digit2', shiftKey: true })))).toEqual([
      ['1@', false],
    ]);
  });

  test('a line break that is told as one is a border', () => {
    expect(said(run(text('insertText', '12'), text('insertLineBreak'), text('insertText', '34')))).toEqual([
      ['1234', false],
    ]);
  });

  test('one click behind one character selects nothing', () => {
    const typing = run(key('a'));
    click(typing);
    typing.key(key('b'), 2);

    expect(said(typing)).toEqual([['ab', false]]);
  });

  test('what is dropped may stand anywhere', () => {
    const [typed] = run(...keys('ab'), text('insertFromDrop', 'x'), key('c')).fields.values();
    const [pasted] = run(...keys('ab'), text('insertFromPaste', 'x'), key('c')).fields.values();

    expect([typed!.field.landings.length, pasted!.field.landings.length]).toEqual([1, 0]);
  });

  test('behind Escape what may be commands is left out', () => {
    expect(said(run(...keys('ab'), key('Escape'), ...keys('xi'), ...keys('cd')))).toEqual([['abcd', true]]);
  });

  test('behind Escape the caret may be anywhere in each field of the window', () => {
    const typing = run(
      ...keys('ab', { field: '1' }),
      ...keys('c', { field: '2' }),
      key('Escape'),
      ...keys('d', { field: '1' }),
    );

    expect([...typing.fields.values()].map(({ field }) => field.landings.length)).toEqual([1, 0]);
    expect([...run(...keys('abc')).fields.values()][0]!.field.landings).toEqual([]);
  });

  test.each<[string, (typing: TypingRun) => void, [string, boolean][]]>([
    ['pasted where the caret is', (typing) => typing.text(text('insertFromPaste', 'x'), 2), []],
    ['dropped', (typing) => typing.text(text('insertFromDrop', 'x'), 2), [['abcd', true]]],
    [
      'typed behind a click',
      (typing) => {
        click(typing);
        typing.text(text('insertText', 'x'), 2);
      },
      [['abxcd', false]],
    ],
    [
      'pasted behind a click',
      (typing) => {
        click(typing);
        typing.text(text('insertFromPaste', 'x'), 2);
      },
      [
        ['abxcd', false],
        ['abcd', true],
      ],
    ],
    [
      'selected by a double click',
      (typing) => {
        click(typing);
        click(typing);
      },
      [
        ['abcd', false],
        ['cd', true],
      ],
    ],
    [
      'selected by three clicks',
      (typing) => {
        click(typing);
        click(typing);
        click(typing);
      },
      [
        ['abcd', false],
        ['cd', true],
      ],
    ],
  ])('two characters, what was %s, and two more', (_, between, expected) => {
    const typing = run(...keys('ab'));
    between(typing);
    keys('cd').forEach((one, i) => void typing.key(one, 3 + i));

    expect(said(typing)).toEqual(expected);
  });

  test('a double click selects a word, not the words before it', () => {
    const typing = run(...keys('so ab'));
    click(typing);
    click(typing);
    keys('cd').forEach((one, i) => void typing.key(one, 9 + i));

    expect(said(typing)).toEqual([
      ['so abcd', false],
      ['so cd', true],
    ]);
  });

  test('a click before anything is typed selects nothing', () => {
    const typing = new TypingRun();
    click(typing);
    click(typing);
    keys('ab').forEach((one, i) => void typing.key(one, i));

    expect(said(typing)).toEqual([]);
  });

  test('is asked of each window by itself', () => {
    const typing = run(...keys('ab'), ...keys('c', { window: 'v' }));
    const texts = [...typing.saidByWindow()].map((one) => one.map(({ cell }) => cell.text).join(''));

    expect(texts).toEqual(['ab', 'c']);
  });
});

describe('a character that is told by a key and by a text event', () => {
  test('is typed once, and by both', () => {
    const typing = run(key('a'), text('insertText', 'a'), key('b'));
    const { log } = [...typing.fields.values()][0]!.field;

    expect([held(typing), log.map(({ event, links }) => [event, links])]).toEqual([
      ['ab'],
      [
        [0, [1]],
        [2, undefined],
      ],
    ]);
  });

  test('with the dead key before it', () => {
    const typing = run(key('Dead'), key('é'), text('insertText', 'é'));

    expect([...typing.fields.values()][0]!.field.log.map(({ links }) => links)).toEqual([[0, 2]]);
  });

  test.each<[string, (KeyEvent | TextEvent)[], string[]]>([
    ['another character', [key('a'), text('insertText', 'b')], ['ab']],
    ['a second time', [key('a'), text('insertText', 'a'), text('insertText', 'a')], ['aa']],
    ['pasted', [key('a'), text('insertFromPaste', 'a')], ['aa']],
    ['in another field', [key('a'), text('insertText', 'a', { field: 'g' })], ['a', 'a']],
    ['behind another key', [key('a'), key('Shift'), text('insertText', 'a')], ['aa']],
    ['behind another text', [text('insertText', 'a'), text('insertText', 'a')], ['aa']],
  ])('and is another one %s', (_, events, expected) => {
    expect(held(run(...events))).toEqual(expected);
  });

  test('a key whose text came is another one, when it is told again', () => {
    expect(held(run(key('a'), text('insertCompositionText', 'b'), text('insertText', 'a')))).toEqual(['aba']);
  });
});
