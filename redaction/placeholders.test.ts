import { describe, expect, test } from '@jest/globals';
import { withoutPlaceholders } from './placeholders.ts';

/** Spans of a text, by what stands in them, after the placeholders were taken out. Each `start` is searched for in the text. */
function left(text: string, ...values: string[]): string[] {
  const spans = values.map((value) => {
    const start = text.indexOf(value);
    expect(start).toBeGreaterThanOrEqual(0);
    return { start, end: start + value.length, type: 'PERSON' as const };
  });
  return withoutPlaceholders(text, spans).map(({ start, end }) => text.slice(start, end));
}

describe('a placeholder is no value', () => {
  test.each([
    '[EMAIL]',
    '[EMAIL:kpdgmbonahcfjeil]',
    '[DATE 1980]',
    '[LOCATION FR]',
    '[AGE 30-39]',
    '[FINANCIAL 50000-100000]',
    '[FINANCIAL 1000000+]',
  ])('%s, alone, at an edge or inside of a span', (placeholder) => {
    expect(left(`x ${placeholder} y`, placeholder)).toEqual([]);
    expect(left(`x ${placeholder} y`, placeholder.slice(1, -1))).toEqual([]);
    expect(left(`Jo ${placeholder} y`, `Jo ${placeholder}`)).toEqual(['Jo ']);
    expect(left(`x ${placeholder} Jo`, `${placeholder} Jo`)).toEqual([' Jo']);
    expect(left(`Jo ${placeholder} Ann`, `Jo ${placeholder} Ann`)).toEqual(['Jo ', ' Ann']);
  });

  test('spans that only touch one stay whole, before and behind, and so does what stands elsewhere', () => {
    expect(left('Jo[EMAIL]Ann, Bo', 'Jo', 'Ann', 'Bo')).toEqual(['Jo', 'Ann', 'Bo']);
    expect(left('Jo[EMAIL]Ann, Bo', 'Jo', '[EMAIL]Ann', 'Bo')).toEqual(['Jo', 'Ann', 'Bo']);
  });

  test('several in one span are all taken out', () => {
    expect(left('a [EMAIL] b [PHONE] c', 'a [EMAIL] b [PHONE] c')).toEqual(['a ', ' b ', ' c']);
  });

  test.each([
    '[NOTHING]',
    '[EMAIL:jane.doe@example]',
    '[email]',
    '[EMAIL',
    '[DATE 2180]',
    '[LOCATION Paris]',
    '(EMAIL)',
  ])('%s is none', (text) => {
    expect(left(`x ${text} y`, text)).toEqual([text]);
  });
});
