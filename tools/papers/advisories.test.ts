import { expect, test } from '@jest/globals';
import { advisoriesIn } from './advisories.ts';

test('of what is known, high and critical are told', () => {
  const vulnerabilities = {
    a: { severity: 'high', range: '<2.0.0' },
    b: { severity: 'moderate', range: '*' },
    c: { severity: 'critical' },
  };
  expect(advisoriesIn(JSON.stringify({ auditReportVersion: 2, vulnerabilities }))).toEqual([
    'a <2.0.0 has an advisory (high)',
    'c any version has an advisory (critical)',
  ]);
  expect(advisoriesIn(JSON.stringify({ vulnerabilities: {} }))).toEqual([]);
});

test.each(['', 'npm error', '{"message":"405 Method Not Allowed"}', '{"vulnerabilities":7}', 'null'])(
  'no answer is not taken for "nothing known": %s',
  (printed) => {
    expect(advisoriesIn(printed)).toBeUndefined();
  },
);
