import { describe, expect, test } from '@jest/globals';
import { all, caret, held, pasted, type, typed } from '../../test/fixtures/typed-field.ts';
import type { Field } from './field.ts';

const erase = (field: Field, count: number): void => {
  for (let i = 0; i < count; i++) field.delete(false, 'character');
};

describe('moves look no farther than 4,096 characters', () => {
  const long = 'a'.repeat(5_000);

  test.each([
    ['word', long],
    ['word', ' '.repeat(5_000)],
    ['line', long],
  ] as const)('by %s', (unit, text) => {
    const back = pasted(text);
    back.move(false, unit, false);
    const on = pasted(text);
    on.move(false, 'text', false);
    on.move(true, unit, false);

    expect([caret(back), caret(on)]).toEqual([904, 4_096]);
  });

  test('by row', () => {
    const down = pasted(`${long}\nxyz`);
    down.move(false, 'text', false);
    down.move(true, 'row', false);
    const up = pasted(`${long}\nxyz`);
    up.move(false, 'row', false);
    const within = pasted(`x\n${long}`);
    within.move(false, 'row', false);

    // Down: one character behind what was looked at. Up from far behind a line's begin: its column does not count.
    expect([caret(down), caret(up), caret(within)]).toEqual([4_097, 907, 1]);
  });

  test('a word or a line that is deleted', () => {
    const word = pasted(long);
    word.delete(false, 'word');
    const line = pasted(long);
    line.move(false, 'text', false);
    line.delete(true, 'line');

    expect([held(word).length, held(line).length]).toEqual([904, 904]);
  });
});

describe('the readings of what was deleted', () => {
  test('of text that was only typed there is one', () => {
    expect(all(typed('abc'))).toEqual(['abc']);
  });

  test('three characters and more are kept as they stood, fewer are a correction', () => {
    const two = typed('ab');
    erase(two, 2);
    const three = typed('abc');
    erase(three, 3);

    expect(all(two)).toEqual(['', 'ab']);
    expect(all(three)).toEqual(['', 'abc', 'abc']);
  });

  test('each deletion is read with what was there then, not with what was deleted before', () => {
    const field = typed('one');
    erase(field, 3);
    type(field, 'two');
    erase(field, 3);
    type(field, 'x');

    expect(all(field)).toEqual(['x', 'one', 'two', 'onetwox']);
  });

  test('256 characters to each side', () => {
    const field = typed(`${'a'.repeat(300)}SECRET${'b'.repeat(300)}`);
    for (let i = 0; i < 300; i++) field.move(false, 'character', false);
    erase(field, 6);

    expect(all(field)[1]).toBe(`${'a'.repeat(256)}SECRET${'b'.repeat(256)}`);
  });

  test('what was deleted before takes no room from them', () => {
    const field = typed('a'.repeat(300));
    for (let i = 0; i < 50; i++) {
      type(field, 'zz');
      erase(field, 2);
    }
    type(field, 'SECRET');
    erase(field, 6);

    expect(all(field)[1]).toBe(`${'a'.repeat(256)}SECRET`);
  });

  test('a deletion goes on until something else happens', () => {
    const field = typed('abcdef');
    erase(field, 3);
    field.move(false, 'character', false);
    erase(field, 1);
    type(field, 'x');

    const clicked = typed('abc');
    erase(clicked, 3);
    clicked.breakHere();
    expect(all(clicked)).toEqual(['\n', 'abc', 'abc\n', 'abc']);
    // The move does not end it: four characters, one deletion.
    expect(all(field)).toEqual(['axc', 'abcdef', 'abxcdef', 'abcdefx']);
  });
});

describe('4,096 deleted characters', () => {
  /** That many deleted characters of one key each, in a line of their own. */
  const cleared = (count: number): Field => {
    const field = typed(`top\n${'t'.repeat(count)}`);
    for (let i = 0; i < count; i += 4_096) field.delete(false, 'line');
    return field;
  };

  test.each([
    [4_095, 'p\nabc'],
    [4_096, '\nabc'],
    [4_097, 'abc'],
  ])('%i between: what stands before a deletion is read with it, as far as this', (count, expected) => {
    const field = cleared(count);
    type(field, 'abc');
    erase(field, 3);

    expect(all(field).at(-2)).toBe(expected);
  });

  test.each([
    [8_190, 'abc\ne'],
    [8_191, 'abc\n'],
    [8_192, 'abc'],
  ])('%i between: what stands behind it too, twice as far', (count, expected) => {
    const field = typed(`abc${'t'.repeat(count)}\nend`);
    for (let i = 0; i < 4; i++) field.move(false, 'character', false);
    for (let i = 0; i < count; i++) field.delete(false, 'character');
    field.breakHere();
    field.move(false, 'text', false);
    for (let i = 0; i < 3; i++) field.delete(true, 'character');

    expect(all(field).at(-3)).toBe(expected);
  });

  test.each([
    [4_092, 'top\nx'],
    [4_097, 'top\n'],
  ])('%i: what was undone behind them comes back where its place is found', (count, expected) => {
    const field = cleared(count);
    type(field, 'x');
    field.undo();
    field.redo();
    field.undo();
    field.redo();

    expect(held(field)).toBe(expected);
    erase(field, 1);
    expect(held(field)).toBe(expected.slice(0, -1));
  });
});
