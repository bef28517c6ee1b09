import { expect, test } from '@jest/globals';
import { advisoriesIn } from './advisories.ts';
import type { Package } from './licences.ts';

const at = (folder: string, ships: boolean): Package => ({
  name: 'x',
  version: '1.0.0',
  licence: 'MIT',
  folder,
  ships,
});
const PACKAGES = [
  at('node_modules/a', true),
  at('node_modules/a/node_modules/c', true),
  at('node_modules/c', false),
  at('node_modules/d', false),
];

test('of what is known of what ships, high and critical are told', () => {
  const vulnerabilities = {
    a: { severity: 'high', range: '<2.0.0', nodes: ['node_modules/a'] },
    b: { severity: 'moderate', range: '*', nodes: ['node_modules/a'] },
    c: { severity: 'critical', nodes: ['node_modules/c', 'node_modules/a/node_modules/c'] },
    d: { severity: 'critical', range: '*', nodes: ['node_modules/d'] },
  };
  expect(advisoriesIn(JSON.stringify({ auditReportVersion: 2, vulnerabilities }), PACKAGES)).toEqual([
    'a <2.0.0 has an advisory (high)',
    'c any version has an advisory (critical)',
  ]);
  expect(advisoriesIn(JSON.stringify({ vulnerabilities: {} }), PACKAGES)).toEqual([]);
});

test.each(['', 'npm error', '{"message":"405 Method Not Allowed"}', '{"vulnerabilities":7}', 'null'])(
  'no answer is not taken for "nothing known": %s',
  (printed) => {
    expect(advisoriesIn(printed, PACKAGES)).toBeUndefined();
  },
);
