import { describe, expect, test } from '@jest/globals';
import { evaluate, evaluateByPart, type GoldText } from './evaluate.ts';
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

test('types stand in the order of how many spans they have', () => {
  const spans = ['B', 'A', 'C', 'A', 'C', 'C'].map((type, start) => ({ start, end: start + 1, type }));

  expect(Object.keys(evaluate([{ id: '1', text: 'abcdef', spans }], () => []).perType)).toEqual(['C', 'A', 'B']);
});

describe('evaluation by part', () => {
  const text = (id: string, language?: string, kind?: string): GoldText => ({
    ...{ id, text: `Ann ${id}`, spans: [{ start: 0, end: 3, type: 'PERSON' }] },
    ...(language === undefined ? {} : { language }),
    ...(kind === undefined ? {} : { kind }),
  });
  const all = (one: string): Span[] => [{ start: 0, end: one.length, type: 'PERSON' }];
  const rest = { recall: 1, precision: 0.6, F2: 0.8824, leak: 0, clean: 1 };

  test('each text counts for its language and its kind, the largest parts first', () => {
    const gold = [text('a', 'pl', 'mail'), text('b', 'en'), text('c', 'en', 'chat'), text('d', 'de', 'mail')];

    const { perLanguage, perKind, samples } = evaluateByPart(gold, all, () => 'fr');

    expect(samples).toBe(4);
    expect(Object.entries(perLanguage)).toEqual([
      ['en', { samples: 2, spans: 2, ...rest }],
      ['de', { samples: 1, spans: 1, ...rest }],
      ['pl', { samples: 1, spans: 1, ...rest }],
    ]);
    expect(Object.keys(perKind)).toEqual(['mail', 'chat']);
    expect(perKind.mail).toMatchObject({ samples: 2 });
  });

  test('a text that does not say its language is asked for it, and one without a kind is of none', () => {
    const { perLanguage, perKind } = evaluateByPart([text('a')], all, (one) => one.slice(-1));

    expect(Object.keys(perLanguage)).toEqual(['a']);
    expect(perKind).toEqual({});
  });

  test('of what is clean the share is told that was redacted', () => {
    const { perLanguage } = evaluateByPart(
      [text('abcdef', 'en')],
      () => [{ start: 0, end: 6, type: 'PERSON' }],
      () => '',
    );

    expect(perLanguage.en).toMatchObject({ precision: 0.5, clean: 0.4286 });
  });

  test('each text is read once', () => {
    const read: string[] = [];

    evaluateByPart(
      [text('a', 'en', 'mail'), text('b', 'en', 'mail'), text('a', 'de', 'chat')],
      (one) => {
        read.push(one);
        return [];
      },
      () => '',
    );

    expect(read).toEqual(['Ann a', 'Ann b']);
  });
});
