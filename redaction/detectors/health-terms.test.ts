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

  test.each<[string, string[]]>([
    ['he needs the chair because of his ms', ['ms']],
    ['my COPD is bad in winter', ['COPD']],
    ['she has severe ADHD', ['ADHD']],
    ['seine MS ist schlimmer geworden', ['MS']],
    ['wegen ihrer ADHS braucht sie Ruhe', ['ADHS']],
    ['sa SEP s’est aggravée', ['SEP']],
    ['elle vit avec le VIH', ['VIH']],
    ['mi EPOC va peor', ['EPOC']],
    ['tiene TDAH desde niño', ['TDAH']],
    ['la sua SLA peggiora', ['SLA']],
    ['ho la BPCO da anni', ['BPCO']],
    ['ela tem PHDA', ['PHDA']],
    ['o VIH dele não é segredo', ['VIH']],
    ['zijn PTSS speelt op', ['PTSS']],
    ['jej SM się pogorszyło', ['SM']],
    ['ma POChP', ['POChP']],
    ['the call takes 300 ms', []],
    ['his MS Office is slow', []],
    ['my ms teams is down', []],
    ['Ms Doyle called', []],
    ['das dauert 40 ms', []],
    ['the copd column is empty', []],
    ['SM w tabeli to stan', []],
    ['a PR with two commits', []],
    ['with sm screens', []],
    ['she has an MS in physics', []],
  ])('a short name: %j', (text, values) => {
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

test.each<[string, string[]]>([
  ['she has MS', ['MS']],
  ['she has Ms', []],
  ['she has mS', []],
  ['she has ADHD', ['ADHD']],
  ['she has adhd', ['adhd']],
])('what is short for other things is an illness in capitals: %j', (text, values) => {
  expect(found(healthTerms, text)).toEqual(values);
});
