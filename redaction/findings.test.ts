import { describe, expect, test } from '@jest/globals';
import { Actions } from './actions.ts';
import type { Application } from './application.ts';
import { Findings } from './findings.ts';
import type { RedactionAction, SensitiveType, Span } from './redactor.ts';

/** Findings of a judge that takes what stands in angle brackets for a value of a type. */
function findings(type: SensitiveType = 'PASSWORD', actions: Partial<Record<SensitiveType, RedactionAction>> = {}) {
  const asked: [string, Application | undefined][] = [];
  const find = (text: string, application?: Application): Span[] => {
    asked.push([text, application]);
    return [...text.matchAll(/<([^>]*)>/g)].map(({ index, 1: value }) => ({
      ...{ start: index + 1, end: index + 1 + value!.length, type },
    }));
  };
  return { of: new Findings(find, new Actions({ actions, tiers: {} })), asked };
}
const said = (text: string, spans: readonly Span[]) =>
  spans.map(({ start, end, type }) => [type, text.slice(start, end)]);

describe('what was found in one text is looked for in the others', () => {
  /** What is found in a second text because a value of that type stands in a first one. */
  const carried = (type: SensitiveType, value: string, actions?: Partial<Record<SensitiveType, RedactionAction>>) => {
    const { of } = findings(type, actions);
    of.examine(`is <${value}>`);
    const text = `also ${value} here`;
    return said(text, of.all(text));
  };

  test.each<[SensitiveType, string, boolean]>([
    ['PASSWORD', 'ab1!', true],
    ['PASSWORD', 'ab1', false],
    ['PERSON', 'Annas', true],
    ['PERSON', 'Anna', false],
    ['PASSWORD', 'x'.repeat(512), true],
    ['PASSWORD', 'x'.repeat(513), false],
    ['EMAIL', 'a@b.com', true],
    ['DATE', '1980-01-02', false],
    ['AGE', '44 years', false],
    ['FINANCIAL', '40,000', false],
    ['MEDICAL', 'asthma', false],
    ['PERFORMANCE', 'fired for', false],
    ['UNION', 'trade union', false],
    ['LOCATION', 'Berlin', false],
    ['ORGANIZATION', 'Zorblax', false],
    ['OTHER', '558120', false],
    ['UNREAD', '558120', false],
    ['URL', 'https://a.b', false],
    ['COORDINATES', '52.5, 13.4', false],
  ])('%s %j: %s', (type, value, isCarried) => {
    expect(carried(type, value)).toEqual(isCarried ? [['OTHER', value]] : []);
  });

  test('but not of a type that is kept', () => {
    expect(carried('EMAIL', 'a@b.com', { EMAIL: 'keep' })).toEqual([]);
    expect(carried('EMAIL', 'a@b.com', { PHONE: 'keep' })).toHaveLength(1);
  });

  test.each<[string, string, boolean]>([
    ['maple', 'the maples', false],
    ['maple', 'remaple', false],
    ['maple', 'the maple, and', true],
    ['maple', 'maple', true],
    ['ma-ple', 'xma-pley', true],
    ['maple1', 'xmaple1y', true],
    ['ma ple', 'xma pley', true],
    ['maplé', 'xmapléy', false],
  ])('%j in %j: %s', (value, text, isFound) => {
    const { of } = findings();
    of.add(value, 'PASSWORD');

    expect(said(text, of.all(text))).toEqual(isFound ? [['OTHER', value]] : []);
  });

  test('what is hidden already keeps its type; what is kept is hidden', () => {
    const { of } = findings('PERSON');
    of.add('maple', 'PASSWORD');
    expect(said('a <the maple> b', of.all('a <the maple> b'))).toEqual([['PERSON', 'the maple']]);

    const kept = findings('PERSON', { PERSON: 'keep' }).of;
    kept.add('maple', 'PASSWORD');
    expect(said('a <the maple> b', kept.all('a <the maple> b')).map(([, value]) => value)).toEqual(['the maple']);
    expect(kept.all('a <the maple> b')[0]!.type).toBe('OTHER');
  });

  test('a value over the edge of another hides both', () => {
    const { of } = findings('PERSON');
    of.add('maple> tree', 'PASSWORD');

    expect(said('<the maple> tree', of.all('<the maple> tree')).map(([, value]) => value)).toEqual(['the maple> tree']);
  });
});

test('a text is judged once, and once more in another application', () => {
  const { of, asked } = findings();

  of.examine('x');
  of.examine('x');
  of.all('x');
  of.examine('x', 'terminal');
  of.all('x', 'terminal');

  expect(asked).toEqual([
    ['x', undefined],
    ['x', 'terminal'],
  ]);
});
