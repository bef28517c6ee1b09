import { describe, expect, test } from '@jest/globals';
import { EVENT_CHECKS } from './checks.ts';
import { EVENT_KINDS, fieldsOf } from './event.ts';
import { exampleValue } from './example.ts';
import type { FieldSpec } from './field.ts';

/** Values at and around the borders that the catalogue draws. */
function borders(spec: FieldSpec): { good: unknown[]; bad: unknown[] } {
  const x = (length: number) => 'x'.repeat(length);
  switch (spec.type) {
    case 'boolean':
      return { good: [true, false], bad: [0, 1, 'true', null, []] };
    case 'number': {
      const { from, to } = spec;
      const within = [from ?? -Number.MAX_VALUE, to ?? Number.MAX_VALUE, 0.5];
      const beyond = [...(from === undefined ? [] : [from - 1]), ...(to === undefined ? [] : [to + 2])];
      return { good: within, bad: [...beyond, Number.NaN, Number.POSITIVE_INFINITY, -Infinity, '1', null, [1], true] };
    }
    case 'integer': {
      const { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER } = spec;
      return { good: [from, from + 1, to - 1, to], bad: [from - 1, to + 1, 1.5, Number.NaN, '1', null, [1]] };
    }
    case 'integers': {
      const of = (length: number) => new Array(length).fill(1);
      const bad = [of(spec.most + 1), [1.5], [2 ** 53], ['1'], [null], [[1]], [1, 2, 3.5], 1, '1', null, { length: 1 }];
      return { good: [[], [-1, 0], of(spec.most), [Number.MAX_SAFE_INTEGER]], bad };
    }
    case 'string':
      return { good: ['', 'x', x(spec.longest)], bad: [x(spec.longest + 1), 1, null, true, ['x'], { length: 1 }] };
    case 'strings': {
      const of = (length: number) => new Array(length).fill('x');
      const bad = [of(spec.most + 1), [x(spec.longest + 1)], ['x', 1], [null], [['x']], 'x', 1, null];
      return { good: [[], of(spec.most), [x(spec.longest)], ['', '']], bad };
    }
    case 'word':
      return { good: [...spec.of], bad: ['', 'no such word', spec.of[0]!.toUpperCase(), 0, null, [spec.of[0]]] };
    default:
      return spec satisfies never;
  }
}

describe.each(EVENT_KINDS)('%s', (kind) => {
  test.each(fieldsOf(kind).map(([field, spec]) => ({ field, spec })))('$field', ({ field, spec }) => {
    const { valid, required } = EVENT_CHECKS.get(kind)![field]!;
    const { good, bad } = borders(spec);

    expect(good.filter((value) => !valid(value))).toEqual([]);
    expect(bad.filter((value) => valid(value))).toEqual([]);
    expect(valid(exampleValue(field, spec))).toBe(true);
    expect(required).toBe(spec.required === true);
  });
});

test('every kind requires a time and an application', () => {
  for (const kind of EVENT_KINDS) {
    const fields = new Map(fieldsOf(kind));
    expect([fields.get('time')?.required, fields.get('app')?.required]).toEqual([true, true]);
  }
});
