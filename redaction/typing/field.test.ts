import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { all, held, typed } from '../../test/fixtures/typed-field.ts';
import { Field } from './field.ts';

const times = (n: number, work: () => void): void => {
  for (let i = 0; i < n; i++) work();
};

describe('what a field holds', () => {
  test('backspace and delete', () => {
    const field = typed('abcd');
    field.delete(false, 'character');
    field.move(false, 'character', false);
    field.delete(true, 'character');
    expect(held(field)).toBe('ab');
    expect(all(field)).toContain('abcd');
  });

  test('deleting at the ends changes nothing', () => {
    const field = typed('a');
    field.delete(true, 'character');
    field.move(false, 'text', false);
    field.delete(false, 'character');
    field.delete(false, 'word');
    expect(held(field)).toBe('a');
  });

  test('words and lines are deleted whole', () => {
    const field = typed('one two three');
    field.delete(false, 'word');
    expect(held(field)).toBe('one two ');
    field.delete(false, 'word');
    expect(held(field)).toBe('one ');
    field.delete(false, 'line');
    expect(held(field)).toBe('');
    const lines = typed('first\nsecond');
    lines.delete(false, 'line');
    expect(held(lines)).toBe('first\n');
    lines.move(false, 'character', false);
    lines.move(false, 'line', false);
    lines.delete(true, 'line');
    expect(held(lines)).toBe('\n');
  });

  test('a selection is overwritten, deleted, or given up', () => {
    const field = typed('hello');
    times(3, () => field.move(false, 'character', true));
    field.insert('y', 9);
    expect(held(field)).toBe('hey');
    field.selectAll();
    field.move(true, 'character', false);
    field.insert('!', 10);
    expect(held(field)).toBe('hey!');
    field.selectAll();
    field.move(false, 'character', false);
    field.insert('>', 11);
    expect(held(field)).toBe('>hey!');
    field.selectAll();
    field.delete(false, 'character');
    expect(held(field)).toBe('');
    expect(all(field)).toContain('>hey!');
  });

  test('a selection to the right works as one to the left', () => {
    const field = typed('abc');
    field.move(false, 'text', false);
    field.move(true, 'character', true);
    field.move(true, 'word', true);
    field.deleteSelection();
    expect(held(field)).toBe('');
  });

  test('rows up and down keep the column', () => {
    const field = typed('abcd\nef\nghij');
    field.move(false, 'row', false);
    field.insert('X', 20);
    expect(held(field)).toBe('abcd\nefX\nghij');
    field.move(false, 'row', false);
    field.insert('Y', 21);
    expect(held(field)).toBe('abcYd\nefX\nghij');
    field.move(true, 'row', false);
    field.move(true, 'row', false);
    field.move(true, 'line', false);
    field.insert('Z', 22);
    expect(held(field)).toBe('abcYd\nefX\nghijZ');
  });

  test.each([
    ['ab\ncd', 4, true, 5],
    ['ab\ncd', 1, false, 0],
    ['ab\ncd\nef', 1, true, 4],
    ['abcd\ne', 3, true, 6],
    ['abcd\ne\nfghi', 3, true, 6],
    ['a\nbcd', 5, false, 1],
    ['ab\n\ncd', 5, false, 3],
    ['ab\n\ncd', 3, true, 4],
  ] as const)('in %j a row from %i, down %p: to %i', (text, from, down, to) => {
    const field = typed(text);
    field.move(false, 'text', false);
    times(from, () => field.move(true, 'character', false));
    field.move(down, 'row', false);
    field.insert('|', 99);
    expect(held(field).indexOf('|')).toBe(to);
  });

  test('an empty selection is none', () => {
    const field = typed('ab');
    field.move(false, 'character', true);
    field.move(true, 'character', true);
    field.delete(false, 'character');
    expect(held(field)).toBe('a');
  });

  test('overwriting replaces the next character, not the line end', () => {
    const field = typed('ab\nc');
    field.move(false, 'text', false);
    field.toggleOverwrite();
    field.insert('X', 9);
    field.insert('Y', 10);
    field.insert('Z', 11);
    expect(held(field)).toBe('XYZ\nc');
    field.toggleOverwrite();
    field.insert('!', 12);
    expect(held(field)).toBe('XYZ!\nc');
    field.move(true, 'text', false);
    field.toggleOverwrite();
    for (const c of 'de') field.insert(c, 13);
    expect(held(field)).toBe('XYZ!\ncde');
    field.move(false, 'text', false);
    field.insert('\n', 14);
    expect(held(field)).toBe('\nXYZ!\ncde');
    const pasted = new Field();
    pasted.insert('ab\n', 0);
    pasted.move(false, 'text', false);
    pasted.toggleOverwrite();
    pasted.insert('X', 1);
    expect(held(pasted)).toBe('Xb\n');
  });

  test('a composition replaces itself until it ends', () => {
    const field = typed('> ');
    field.compose('k', 10, [8]);
    field.compose('か', 11, [8, 9]);
    field.compose('か', 12, [8, 9]);
    field.endComposition();
    field.compose('な', 13, undefined);
    expect(held(field)).toBe('> かな');
    field.compose('', 14, undefined);
    expect(held(field)).toBe('> か');
  });

  test('a composition that was corrected replaces what is left of it, one that was left stays', () => {
    const field = typed('> ');
    field.compose('かな', 10, undefined);
    field.delete(false, 'character');
    field.compose('き', 11, undefined);
    expect(held(field)).toBe('> き');
    field.breakHere();
    field.compose('く', 12, undefined);
    expect(held(field)).toBe('> き\nく');
  });

  test('a composition that was deleted is not deleted again by the next one', () => {
    const field = typed('xy');
    field.compose('か', 10, undefined);
    field.delete(false, 'character');
    field.delete(false, 'character');
    field.compose('な', 11, undefined);
    field.move(false, 'character', false);
    field.delete(false, 'character');
    expect(held(field)).toBe('な');
  });

  test('what a composition replaced is read where it was typed, and not as it stood', () => {
    const field = typed('> ');
    field.compose('abc', 10, undefined);
    field.compose('x', 11, undefined);

    expect(all(field)).toEqual(['> x', '> abcx']);
  });

  test('a composition of nothing leaves nothing', () => {
    const field = new Field();
    field.compose('', 10, undefined);
    expect(field.empty).toBe(true);
  });

  test('pasted text is cut where the caret goes', () => {
    const field = new Field();
    field.insert('hello 😀 world', 1);
    field.move(false, 'word', false);
    field.delete(false, 'character');
    field.delete(false, 'character');
    field.insert('-', 2);
    expect(held(field)).toBe('hello -world');
    field.move(false, 'text', false);
    field.move(true, 'character', false);
    field.delete(true, 'word');
    expect(held(field)).toBe('h -world');
    const sign = new Field();
    sign.insert('a😀b', 3);
    sign.move(false, 'text', false);
    sign.delete(true, 'character');
    expect(held(sign)).toBe('😀b');
    sign.delete(true, 'character');
    expect(held(sign)).toBe('b');
    const source = 'hello 😀 world';
    for (const { event, offset, text } of field.readings()[0]!.cells) {
      if (event === 1) expect(source.startsWith(text, offset)).toBe(true);
    }
  });

  test('a click parts what comes after', () => {
    const field = typed('4111');
    field.breakHere();
    field.breakHere();
    field.insert('1', 9);
    expect(held(field)).toBe('4111\n1');
    expect(field.readings()[0]!.cells.map(({ event }) => event)).toEqual([0, 1, 2, 3, -1, 9]);
    const empty = new Field();
    empty.breakHere();
    expect(empty.empty).toBe(true);
  });

  test('what was deleted is read as it stood', () => {
    const field = typed('card 4111 1x');
    field.delete(false, 'character');
    [...'111'].forEach((c, i) => {
      field.insert(c, 50 + i);
    });
    field.selectAll();
    field.insert('n', 60);
    expect(all(field)).toContain('card 4111 1111');
    expect(held(field)).toBe('n');
  });

  test('what was typed in another order is read in that order too', () => {
    const field = typed('cd');
    field.move(false, 'text', false);
    field.insert('a', 5);
    field.insert('b', 6);
    expect(all(field)).toEqual(['abcd', 'cdab']);
  });
});

describe('against a plain string', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('insert' as const), text: fc.constantFrom('a', 'b', ' ', '\n', 'xyz', 'l m') }),
    fc.record({ do: fc.constantFrom('delete' as const, 'move' as const, 'select' as const), forward: fc.boolean() }),
    fc.record({ do: fc.constantFrom('all' as const, 'home' as const, 'end' as const) }),
  );

  test('any row of edits leaves the same text', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const field = new Field();
        let text = '';
        let caret = 0;
        let anchor: number | undefined;
        const cut = (): boolean => {
          const [a, b] = [Math.min(caret, anchor ?? caret), Math.max(caret, anchor ?? caret)];
          anchor = undefined;
          if (a === b) return false;
          text = text.slice(0, a) + text.slice(b);
          caret = a;
          return true;
        };
        for (const [i, s] of steps.entries()) {
          if (s.do === 'insert') {
            cut();
            text = text.slice(0, caret) + s.text + text.slice(caret);
            caret += s.text.length;
            field.insert(s.text, i);
          } else if (s.do === 'delete') {
            if (!cut()) {
              if (s.forward) text = text.slice(0, caret) + text.slice(caret + 1);
              else if (caret > 0) text = text.slice(0, --caret) + text.slice(caret + 1);
            }
            field.delete(s.forward, 'character');
          } else if (s.do === 'move' && anchor !== undefined) {
            caret = s.forward ? Math.max(caret, anchor) : Math.min(caret, anchor);
            anchor = undefined;
            field.move(s.forward, 'character', false);
          } else if (s.do === 'move' || s.do === 'select') {
            if (s.do === 'select') anchor ??= caret;
            caret = Math.max(0, Math.min(text.length, caret + (s.forward ? 1 : -1)));
            field.move(s.forward, 'character', s.do === 'select');
          } else if (s.do === 'all') {
            anchor = 0;
            caret = text.length;
            field.selectAll();
          } else {
            anchor = undefined;
            caret = s.do === 'home' ? 0 : text.length;
            field.move(s.do === 'end', 'text', false);
          }
        }
        expect(held(field)).toBe(text);
      }),
      { numRuns: 400 },
    );
  });
});

describe('where the caret is not known', () => {
  /** How often a neighbour is not known, behind these steps and a character more. */
  const landings = (...steps: ((field: Field) => void)[]): [string, string][] => {
    const field = typed('ab\ncd');
    for (const step of steps) step(field);
    field.insert('x', 9);
    field.insert('y', 10);
    return field.landings.map(({ before, cell }) => [before.text, cell.text]);
  };
  const home = (field: Field): void => field.move(false, 'line', false);

  test.each<[string, ((field: Field) => void)[], number]>([
    ['typing on', [], 0],
    ['a character back', [(field) => field.move(false, 'character', false)], 0],
    ['a row up', [(field) => field.move(false, 'row', false)], 0],
    [
      'a row up from the first',
      [(field) => field.move(false, 'row', false), (field) => field.move(false, 'row', false)],
      1,
    ],
    ['the begin of a line', [home], 0],
    ['the begin of a line, twice', [home, home], 0],
    ['the end of a line', [(field) => field.move(true, 'line', false)], 0],
    ['a character behind the last', [(field) => field.move(true, 'character', false)], 1],
    ['a word behind the last', [(field) => field.move(true, 'word', false)], 1],
    ['a row behind the last', [(field) => field.move(true, 'row', false)], 1],
    ['the begin of all', [(field) => field.move(false, 'text', false)], 1],
    ['lost', [(field) => field.lose()], 1],
    ['a click', [(field) => field.breakHere()], 1],
    ['another mode', [(field) => field.toggleOverwrite()], 1],
    [
      'a selection given up',
      [(field) => field.move(false, 'character', true), (field) => field.move(true, 'character', false)],
      0,
    ],
  ])('%s', (_, steps, expected) => {
    expect(landings(...steps)).toEqual(Array(expected).fill(['d', 'x']));
  });

  test('has no neighbour before anything is typed', () => {
    const field = new Field();
    field.lose();
    field.insert('x', 0);

    expect(field.landings).toEqual([]);
  });
});
