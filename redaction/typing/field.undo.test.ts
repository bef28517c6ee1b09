import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { all, caret, held, pasted, type, typed } from '../../test/fixtures/typed-field.ts';
import { Field } from './field.ts';

/** What the field holds after each of `count` steps. */
const steps = (field: Field, step: 'undo' | 'redo', count: number): string[] =>
  Array.from({ length: count }, () => {
    field[step]();
    return held(field);
  });

describe('undo', () => {
  test('of nothing does nothing', () => {
    const field = new Field();
    field.undo();
    field.redo();
    type(field, 'a');
    field.delete(true, 'character');
    field.undo();

    expect(all(field)).toEqual(['', 'a']);
  });

  test('puts the caret where the change was', () => {
    const field = typed('one two');
    field.move(false, 'text', false);
    field.undo();
    expect(caret(field)).toBe(3);
  });

  test('takes a paste back that was cut since', () => {
    const field = pasted('one two');
    field.move(false, 'word', false);
    field.undo();

    expect(all(field)).toEqual(['', 'one two', 'one two']);
    field.redo();
    expect([held(field), caret(field)]).toEqual(['one two', 7]);
  });

  test('a paste with a space in it is a change of its own', () => {
    const field = typed('a');
    field.insert('b c', 1);
    field.undo();

    expect(held(field)).toBe('a');
  });

  test('takes back a word with the space before it, and 256 characters of one at most', () => {
    const words = typed('one two');
    words.undo();
    const long = typed('a'.repeat(300));
    long.undo();

    expect([held(words), held(long).length]).toEqual(['one', 256]);
  });

  test('512 changes', () => {
    const field = typed(' a'.repeat(600));
    for (let i = 0; i < 700; i++) field.undo();

    expect(held(field)).toBe(' a'.repeat(88));
  });

  test('and redo go over the same changes, until something else is done', () => {
    const field = typed('one two three');
    field.undo();
    field.undo();
    field.redo();
    expect(held(field)).toBe('one two');
    type(field, '!');
    field.redo();
    expect(held(field)).toBe('one two!');
  });

  test('and redo by stretch', () => {
    const field = typed('one two');
    field.undo();
    expect(held(field)).toBe('one');
    field.redo();
    expect(held(field)).toBe('one two');
    field.delete(false, 'word');
    field.undo();
    expect(held(field)).toBe('one two');
    field.undo();
    field.undo();
    field.undo();
    expect(held(field)).toBe('');
    field.redo();
    expect(held(field)).toBe('one');
    field.insert('!', 20);
    field.redo();
    expect(held(field)).toBe('one!');
  });

  test('brings one deletion of a paste back, not those before it', () => {
    const field = pasted('abc');
    for (let i = 0; i < 3; i++) field.delete(false, 'character');

    expect(steps(field, 'undo', 4)).toEqual(['a', 'ab', 'abc', '']);
    expect(steps(field, 'redo', 4)).toEqual(['abc', 'ab', 'a', '']);
  });

  test('a word is brought back that the caret has parted since', () => {
    const field = pasted('abc def');
    field.delete(false, 'word');
    field.undo();
    field.move(false, 'character', false);
    field.redo();

    expect(held(field)).toBe('abc ');
    expect(steps(field, 'undo', 1)).toEqual(['abc def']);
  });

  test('goes back over all that the field held, and redo forth', () => {
    const step = fc.record({
      do: fc.constantFrom('insert' as const, 'delete' as const, 'move' as const),
      forward: fc.boolean(),
      unit: fc.constantFrom('character' as const, 'word' as const, 'line' as const),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (edits) => {
        const field = new Field();
        const texts = [''];
        for (const [i, { do: what, forward, unit }] of edits.entries()) {
          if (what === 'move') field.move(forward, unit, false);
          else if (what === 'delete') field.delete(forward, unit);
          else field.insert(`${i} b\n`, i);
          const text = held(field);
          if (text !== texts.at(-1)) texts.push(text);
        }
        const changes = texts.length - 1;

        expect(steps(field, 'undo', changes)).toEqual(texts.slice(0, -1).reverse());
        expect(steps(field, 'redo', changes)).toEqual(texts.slice(1));
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
