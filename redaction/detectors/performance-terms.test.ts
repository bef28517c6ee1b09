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

  // Written as a text has them; all of it is found.
  test.each(
    (
      'performance improvement plan|improvement plan|written warning|verbal warning|final warning|below expectations|' +
      'does not meet expectations|did not meet expectations|not meeting expectations|fail to meet expectations|' +
      'fails to meet expectations|far exceeds expectations|exceeds expectations|meets expectations|needs improvement|' +
      'requires improvement|disciplinary action|disciplinary hearing|corrective procedure|corrective measure|' +
      'disciplinary measures|underperform|underperformer|underperformers|underperforming|underperformance|' +
      'underperforms|underperformed|low-performer|low performance|poor performance|mid-year appraisal: B|' +
      'midyear review: A|annual review: good|performance review was poor|performance rating of 2/5|' +
      'annual appraisal score 3.5/10|performance review is B|fired for|let go because|' +
      'laid off due|terminated for|dismissed because|demoted due|suspended for|on a PIP|put him on PIP|' +
      'put Jane Doe and others on a pip|misconduct|insubordinate|insubordination|grievance against|grievance filed|' +
      'rated 2|rated 2.5|rated 2/5|rated 2.5/5|rated 10|rated 9/10|rated 7.5/10|rated below|rated poor|rated unsatisfactory'
    ).split('|'),
  )('the words %j', (term) => {
    expect(found(performanceTerms, `she: ${term}, he said`)).toEqual([term]);
    expect(found(performanceTerms, `she: ${term.toUpperCase()}, he said`)).toEqual([term.toUpperCase()]);
    expect(found(performanceTerms, `${'and so on '.repeat(20)}${term}, ${'and so on '.repeat(20)}`)).toEqual([term]);
  });

  test.each([
    'improvements planned',
    'an oral warning',
    'above expectations',
    'it meets a need',
    'corrective lenses',
    'to perform well',
    'the code review',
    'performance plan',
    'fired up',
    'laid out for us',
    'suspended from the ceiling',
    'a pip',
    'on a pipe',
    'put pip on it',
    `put ${'x'.repeat(25)} on pip`,
    'a grievance',
    'rated R',
    'performance rating, he said',
    'the annual review',
  ])('other words: %j', (text) => {
    expect(found(performanceTerms, text)).toEqual([]);
  });
});
