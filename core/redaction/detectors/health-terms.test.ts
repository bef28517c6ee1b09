import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { healthTerms } from './health-terms.ts';

describe('health-terms', () => {
  test.each<[string, string[]]>([
    ['I have diabetes', ['diabetes']],
    ['she takes sertraline', ['sertraline']],
    ['metformin 500 mg twice', ['metformin 500 mg']],
    ['his depression', ['depression']],
    ['diagnosed with HIV', ['HIV']],
  ])('finds in %j', (text, values) => {
    expect(found(healthTerms, text)).toEqual(values);
    expect(spansOf(healthTerms, text).every(({ type }) => type === 'MEDICAL')).toBe(true);
  });

  test.each(['cancer research institute opened', 'a gout of flame', 'the aspirin market', 'stroke width'])(
    'nothing in %j',
    (text) => {
      expect(found(healthTerms, text)).toEqual([]);
    },
  );

  test.each<[string, string[]]>([
    ['I have\ndiabetes', []],
    ['diabetes\nI have', []],
    ['I have diabetes\nno more', ['diabetes']],
    ['no more\nI have diabetes', ['diabetes']],
    ['asthma is why I took leave', ['asthma']],
    ['asthma, reports a newspaper', []],
  ])('the form %j', (text, values) => {
    expect(found(healthTerms, text)).toEqual(values);
  });
});
