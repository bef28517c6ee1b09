import { describe, expect, test } from '@jest/globals';
import { Budget, BudgetSpent, stepsFor } from './budget.ts';
import { Field } from './field.ts';

test('a budget is spent by the step behind its last', () => {
  const budget = new Budget(3);
  budget.spend(2);
  budget.spend(1);
  budget.spend(0);

  expect(() => budget.spend(1)).toThrow(BudgetSpent);
  expect(() => new Budget(3).spend(4)).toThrow(BudgetSpent);
  expect(new BudgetSpent().name).toBe('BudgetSpent');
});

test('a run is given steps, and more for each of its events', () => {
  expect([stepsFor(0), stepsFor(200_000)]).toEqual([2_000_000, 22_000_000]);
});

/** Counts what it is asked for. */
class Counting extends Budget {
  spent = 0;

  override spend(steps: number): void {
    this.spent += steps;
  }
}

describe('what goes over many characters of a field costs as many steps', () => {
  const LENGTH = 1000;
  const letters = 'a'.repeat(LENGTH);
  const pasted = (field: Field, text: string): void => field.insert(text, 0);
  const typed = (field: Field, text: string): void => [...text].forEach((sign, i) => void field.insert(sign, i));
  const toBegin = (field: Field): void => field.move(false, 'text', false);

  test.each<[string, (field: Field) => void, (field: Field) => void]>([
    ['a word back', (f) => pasted(f, letters), (f) => f.move(false, 'word', false)],
    ['a word on', (f) => [pasted(f, letters), toBegin(f)], (f) => f.move(true, 'word', false)],
    ['spaces back', (f) => pasted(f, ' '.repeat(LENGTH)), (f) => f.move(false, 'word', false)],
    ['to the begin of a line', (f) => pasted(f, letters), (f) => f.move(false, 'line', false)],
    ['a row up', (f) => pasted(f, letters), (f) => f.move(false, 'row', false)],
    ['a row down', (f) => [pasted(f, letters), toBegin(f)], (f) => f.move(true, 'row', false)],
    [
      'a selection back',
      (f) => typed(f, letters),
      (f) => {
        f.move(false, 'text', true);
        f.deleteSelection();
      },
    ],
    ['a selection given up', (f) => [typed(f, letters), f.selectAll()], (f) => f.move(true, 'character', false)],
    ['a deletion of many keys', (f) => typed(f, letters), (f) => f.delete(false, 'word')],
    ['undone', (f) => typed(f, letters), (f) => [f.undo(), f.undo(), f.undo(), f.undo()]],
    [
      'done again',
      (f) => [typed(f, letters), f.undo(), f.undo(), f.undo(), f.undo()],
      (f) => [f.redo(), f.redo(), f.redo(), f.redo()],
    ],
    [
      'brought back behind what was deleted before it',
      (f) => {
        typed(f, letters);
        f.delete(false, 'word');
        typed(f, 'x');
        f.undo();
      },
      (f) => f.redo(),
    ],
    [
      'read as it stood, with what was deleted before',
      (f) => {
        typed(f, letters);
        f.delete(false, 'word');
        typed(f, 'abc');
        f.delete(false, 'word');
      },
      (f) => f.readings(),
    ],
  ])('%s', (_, prepare, act) => {
    const budget = new Counting(0);
    const field = new Field(budget);
    prepare(field);
    const before = budget.spent;

    act(field);

    expect(budget.spent - before).toBeGreaterThanOrEqual(LENGTH);
    expect(budget.spent - before).toBeLessThanOrEqual(4 * LENGTH);
  });

  test.each<[string, (field: Field) => void]>([
    ['a character typed', (f) => f.insert('a', 1)],
    ['a character deleted', (f) => f.delete(false, 'character')],
    ['a character back', (f) => f.move(false, 'character', false)],
    ['to the begin', (f) => f.move(false, 'text', false)],
    ['everything selected', (f) => f.selectAll()],
  ])('what does not costs next to nothing: %s', (_, act) => {
    const budget = new Counting(0);
    const field = new Field(budget);
    typed(field, letters);

    act(field);

    expect(budget.spent).toBeLessThanOrEqual(1);
  });

  test('a text is gone over twice to be read as it stood: to where it begins, and from there', () => {
    const budget = new Counting(0);
    const field = new Field(budget);
    typed(field, letters);
    field.delete(false, 'word');
    typed(field, 'abc');
    field.delete(false, 'word');
    const before = budget.spent;

    field.readings();

    expect(budget.spent - before).toBeGreaterThanOrEqual(2 * LENGTH);
  });

  test('and what costs more than there is, ends it', () => {
    const field = new Field(new Budget(LENGTH - 1));
    pasted(field, letters);
    toBegin(field);

    expect(() => field.move(true, 'row', false)).toThrow(BudgetSpent);
  });
});
