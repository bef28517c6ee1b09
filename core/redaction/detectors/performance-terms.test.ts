import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { performanceTerms } from './performance-terms.ts';

describe('performance-terms', () => {
  test.each<[string, string[]]>([
    ['on a performance improvement plan', ['performance improvement plan']],
    ['rated her below expectations', ['below expectations']],
    ['gave a written warning', ['written warning']],
    ['he is on a PIP', ['on a PIP']],
    ['was let go because', ['let go because']],
    ['performance rating: 2/5', ['performance rating: 2/5']],
  ])('finds in %j', (text, values) => {
    expect(found(performanceTerms, text)).toEqual(values);
    expect(spansOf(performanceTerms, text).every(({ type }) => type === 'PERFORMANCE')).toBe(true);
  });

  test.each(['pip install x', 'compiler warning', 'performance test', 'let it go', 'review the code', 'go home'])(
    'nothing in %j',
    (text) => {
      expect(found(performanceTerms, text)).toEqual([]);
    },
  );
});
