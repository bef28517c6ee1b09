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
    ['prescribed metformin', ['metformin']],
    ['treated for asthma', ['asthma']],
    ['suffering from gout', ['gout']],
    ['symptoms of lupus', ['lupus']],
    ['recovering from sepsis', ['sepsis']],
    ['pregnancies and anemia', ['anemia']],
    ['metformin 500mg', ['metformin 500mg']],
    ['metformin500 mg', []],
    ['the insulin market', []],
    ['insulin 0.25 ml daily', ['insulin 0.25 ml daily']],
    ['insulin 10 units', ['insulin 10 units']],
    ['insulin 1 unit nightly', ['insulin 1 unit nightly']],
    ['insulin market, 500 mg', ['insulin']],
  ])('the form %j', (text, values) => {
    expect(found(healthTerms, text)).toEqual(values);
  });

  test.each(
    (
      'diabetes dementia crohns osteoporosis rehab hysterectomy autism pregnant dialysis metformin losartan clopidogrel trazodone alprazolam ' +
      'aripiprazole methylphenidate codeine methadone amoxicillin doxycycline salbutamol letrozole aspirin'
    ).split(' '),
  )('a person and %s', (word) => {
    expect(found(healthTerms, `she has ${word} now`)).toEqual([word]);
    expect(found(healthTerms, `about ${word} and so on`)).toEqual([]);
  });
});
