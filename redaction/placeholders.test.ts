import { describe, expect, test } from '@jest/globals';
import { filled, opaque, withoutPlaceholders } from './placeholders.ts';

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
    expect(left(`Jo, ${placeholder} - ${placeholder}.`, `, ${placeholder} - ${placeholder}.`)).toEqual([]);
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

describe('what is read in the place of a placeholder', () => {
  test.each([opaque, filled])('is as long as it, keeps its brackets and says no word of it (%p)', (read) => {
    const text = 'to [ORGANIZATION:kpdgmbonahcfjeil] and [UNION], [DATE 1980]; [x] (NOTHING)';

    const meant = read(text);

    expect(meant).toHaveLength(text.length);
    expect(meant).not.toMatch(/ORGANIZATION|kpdg|UNION|DATE/);
    for (const [i, c] of [...text].entries()) if ('[]'.includes(c)) expect(meant[i]).toBe(c);
    expect(meant.slice(-15)).toBe(text.slice(-15));
  });

  test('stands in its middle', () => {
    expect([opaque('[PERSON]'), opaque('[DATE 1980]'), filled('[PERSON]'), filled('[LOCATION FR]')]).toEqual([
      ...['[..0...]', '[....0....]', '[.Anna.]', '[..Berlin...]'],
    ]);
  });

  test('is nothing else in a text without one', () => {
    expect(opaque('no [EMAI] here')).toBe('no [EMAI] here');
    expect(opaque('nor here')).toBe('nor here');
  });
});
