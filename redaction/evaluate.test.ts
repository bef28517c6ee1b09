import { describe, expect, test } from '@jest/globals';
import { evaluate } from './evaluate.ts';
import type { Span } from './redactor.ts';

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
