import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Actions } from './actions.ts';
import { luhn, mod11And10, mod97, verhoeff } from './checksums.ts';
import { Directory } from './directory.ts';
import { evaluate } from './evaluate.ts';
import { generalise } from './generalise.ts';
import { withoutPlaceholders } from './placeholders.ts';
import type { Span } from './redactor.ts';
import { resolve } from './spans.ts';
import { Tokens } from './text/tokens.ts';
import { ValueSet } from './values.ts';

describe('check digits', () => {
  test.each([
    [luhn, '79927398713', '79927398710'],
    [verhoeff, '2363', '2364'],
    [mod11And10, '07945', '07944'],
    [(v: string) => mod97(v) === 1, '3214282912345698765432161182', '3214282912345698765432161183'],
  ])('%#', (check, right, wrong) => {
    expect([check(right), check(wrong)]).toEqual([true, false]);
  });
});

describe('overlapping findings', () => {
  const span = (start: number, end: number, type: Span['type']): Span => ({ start, end, type });

  test('are one span of the longest one’s type', () => {
    expect(resolve([span(5, 9, 'PHONE'), span(0, 6, 'EMAIL'), span(8, 10, 'AGE')], 20)).toEqual([span(0, 10, 'EMAIL')]);
    expect(resolve([span(0, 2, 'AGE'), span(1, 9, 'EMAIL')], 20)).toEqual([span(0, 9, 'EMAIL')]);
    expect(resolve([span(0, 2, 'AGE'), span(2, 4, 'URL')], 20)).toEqual([span(0, 2, 'AGE'), span(2, 4, 'URL')]);
  });

  test('stay inside of the text', () => {
    expect(resolve([span(-3, 2, 'AGE')], 5)).toEqual([span(0, 2, 'AGE')]);
    expect(resolve([span(4, 9, 'AGE'), span(7, 9, 'URL')], 5)).toEqual([span(4, 5, 'AGE')]);
    expect(resolve([span(3, 3, 'AGE')], 5)).toEqual([]);
  });
});

describe('what stands for a value', () => {
  const key = new Uint8Array(32).fill(1);
  const actions = new Actions(
    { actions: { EMAIL: 'tokenise', DATE: 'generalise', AGE: 'keep', PHONE: 'drop' }, tiers: { EMAIL: 'sensitive' } },
    key,
  );

  test('by action', () => {
    const text = 'a@b.com, 3 May 1980, 44, 5551234, x';
    const spans: Span[] = [
      { start: 0, end: 7, type: 'EMAIL' },
      { start: 9, end: 19, type: 'DATE' },
      { start: 21, end: 23, type: 'AGE' },
      { start: 25, end: 32, type: 'PHONE' },
    ];
    expect(actions.apply(text, spans)).toMatch(/^\[EMAIL:[a-p]{16}\], \[DATE 1980\], 44, \[PHONE\], x$/);
    expect(actions.apply(text, [])).toBe(text);
    expect([actions.tier('EMAIL'), actions.tier('URL')]).toEqual(['sensitive', 'personal']);
  });

  test('a token is the same for the same value, type and key only', () => {
    const token = (a: Actions, value: string) => a.replacement('EMAIL', value);
    const other = new Actions({ actions: { EMAIL: 'tokenise' }, tiers: {} }, new Uint8Array(32).fill(2));
    expect(token(actions, 'a@b.com')).toBe(token(actions, 'a@b.com'));
    expect(token(actions, 'a@b.com')).not.toBe(token(actions, 'A@b.com'));
    expect(token(actions, 'a@b.com')).not.toBe(token(other, 'a@b.com'));
    expect(new Actions({ actions: { EMAIL: 'tokenise' }, tiers: {} }).replacement('EMAIL', 'a@b.com')).toBe('[EMAIL]');
    expect(() => new Actions({ actions: {}, tiers: {} }, new Uint8Array(31))).toThrow(RangeError);
  });

  test.each([
    ['DATE', '1980-02-03', '[DATE 1980]'],
    ['DATE', '3/4/99', '[DATE]'],
    ['AGE', '44 years old', '[AGE 40-49]'],
    ['AGE', 'old', '[AGE]'],
    ['FINANCIAL', '$85,000', '[FINANCIAL 50000-100000]'],
    ['FINANCIAL', '95k', '[FINANCIAL 50000-100000]'],
    ['FINANCIAL', '12.000,50 €', '[FINANCIAL 10000-50000]'],
    ['FINANCIAL', '$999', '[FINANCIAL 0-1000]'],
    ['FINANCIAL', '$2,000,000', '[FINANCIAL 1000000+]'],
    ['FINANCIAL', 'W2', '[FINANCIAL 0-1000]'],
    ['FINANCIAL', 'form', '[FINANCIAL]'],
    ['LOCATION', 'France', '[LOCATION FR]'],
    ['LOCATION', 'Lyon, Frankreich', '[LOCATION FR]'],
    ['LOCATION', 'São Paulo', '[LOCATION BR]'],
    ['LOCATION', 'Nowhereville', '[LOCATION]'],
    ['EMAIL', 'a@b.com', '[EMAIL]'],
  ] as const)('%s %s becomes %s, which is not redacted again', (type, value, expected) => {
    const written = generalise(type, value);
    expect(written).toBe(expected);
    expect(withoutPlaceholders(`x ${written} y`, [{ start: 0, end: written.length + 4, type: 'OTHER' }])).toEqual([
      { start: 0, end: 2, type: 'OTHER' },
      { start: 2 + written.length, end: written.length + 4, type: 'OTHER' },
    ]);
  });

  test('what only looks like a placeholder is redacted', () => {
    const whole = (text: string) => withoutPlaceholders(text, [{ start: 0, end: text.length, type: 'OTHER' }]);
    for (const text of [
      '[EMAIL a@b.com]',
      '[PHONE 5551234]',
      '[NOBODY]',
      '[EMAIL:abc]',
      '[CREDIT_CARD:4111111111111111]',
    ]) {
      expect(whole(text)).toEqual([{ start: 0, end: text.length, type: 'OTHER' }]);
    }
    expect(whole('[EMAIL]')).toEqual([]);
  });
});

describe('the directory', () => {
  const directory = new Directory([
    ['Jane van Doe', 'jdoe42', 'jane.doe@corp.example'],
    ['Zoë Müller', 'Al'],
    ['José'],
  ]);
  const find = (text: string): string[] => {
    const tokens = new Tokens();
    tokens.read(text);
    const out: string[] = [];
    directory.scan(text, tokens, (start, end) => out.push(text.slice(start, end)));
    return out;
  };

  test.each([
    ['ask Jane van Doe today', ['Jane van Doe']],
    ['DOE, JANE VAN', ['DOE, JANE VAN']],
    ['Jane Doe and jdoe42', ['Jane Doe', 'jdoe42']],
    ['Doe, Jane', ['Doe, Jane']],
    ['zoe muller or Müller Zoë', ['zoe muller', 'Müller Zoë']],
    ['to JANE.DOE@corp.example', ['JANE.DOE@corp.example']],
    ['jose was here', ['jose']],
    ['Jane\nDoe', []],
    ['Jane said Doe', []],
    ['Al is short', []],
    ['Jane', []],
  ])('%j', (text, expected) => {
    expect(find(text)).toEqual(expected);
  });

  test('counts its people, and an empty one finds nothing', () => {
    expect(directory.size).toBe(3);
    expect(new Directory([]).size).toBe(0);
  });
});

describe('many values in one pass', () => {
  const naive = (text: string, values: readonly string[]): Set<number> => {
    const covered = new Set<number>();
    for (const value of values) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
        for (let i = 0; i < value.length; i++) covered.add(at + i);
    }
    return covered;
  };

  test('covers what a search for each would cover', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 }),
        (values, text) => {
          const set = new ValueSet();
          for (const value of values) set.add(value);
          const covered = new Set<number>();
          set.scan(text, (start, end) => {
            for (let i = start; i < end; i++) covered.add(i);
          });
          expect(covered).toEqual(naive(text, values));
          expect(set.size).toBe(new Set(values).size);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('values may be added between two texts', () => {
    const set = new ValueSet();
    const hits: string[] = [];
    const scan = (text: string) => set.scan(text, (start, end) => hits.push(text.slice(start, end)));
    scan('abc');
    set.add('bc');
    scan('abc');
    set.add('ab');
    scan('abc');
    expect(hits).toEqual(['bc', 'ab', 'bc']);
  });
});

describe('evaluation', () => {
  test('figures of a small case by hand', () => {
    const gold = [
      {
        id: '1',
        text: 'abcdefghij',
        spans: [
          { start: 0, end: 4, type: 'A' },
          { start: 6, end: 8, type: 'B' },
        ],
      },
      { id: '2', text: 'x-y', spans: [{ start: 0, end: 3, type: 'A' }] },
    ];
    const found: Record<string, Span[]> = {
      abcdefghij: [{ start: 2, end: 5, type: 'AGE' }],
      'x-y': [
        { start: 0, end: 1, type: 'AGE' },
        { start: 2, end: 9, type: 'AGE' },
      ],
    };
    expect(evaluate(gold, (text) => found[text]!)).toEqual({
      samples: 2,
      goldSpans: 3,
      goldChars: 9,
      predChars: 5,
      tpChars: 4,
      recall: 0.4444,
      precision: 0.8,
      F1: 0.5714,
      F2: 0.4878,
      leakRate: 1,
      leakRateAlnum: 0.6667,
      missedEntirely: 0.3333,
      perType: { A: { spans: 2, recall: 0.5714, leak: 1 }, B: { spans: 1, recall: 0, leak: 1 } },
    });
    expect(evaluate([], () => [])).toMatchObject({ samples: 0, recall: 0, precision: 0, F2: 0, leakRate: 0 });
  });
});
