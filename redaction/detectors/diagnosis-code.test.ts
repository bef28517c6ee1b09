import { describe, expect, test } from '@jest/globals';
import { diagnosisCode } from './diagnosis-code.ts';
import { found, spansOf } from './found.ts';

describe('diagnosis-code', () => {
  test.each<[string, string[]]>([
    ['diagnosis E11.9', ['E11.9']],
    ['ICD-10: F32.1 noted', ['F32.1']],
    ['E11.9 diabetes', ['E11.9']],
    ['patient has J45', ['J45']],
  ])('finds in %j', (text, values) => {
    expect(found(diagnosisCode, text)).toEqual(values);
    expect(spansOf(diagnosisCode, text).every(({ type }) => type === 'MEDICAL')).toBe(true);
  });

  test.each(['E11.9', 'A4 paper B12', 'section C12', 'A12-34', 'X1'])('nothing in %j', (text) => {
    expect(found(diagnosisCode, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['diagnosis E11.9 ok', ['E11.9']],
    ['icd E11.9x', []],
    ['icd xE11.9', []],
    ['icd e11.9', []],
    ['icd /E11', []],
    ['dx J45.909', ['J45.909']],
    ['E11.9 - diabetes', ['E11.9']],
    ['E11.9 and so diabetes', []],
    ['coder E11.9', []],
  ])('the form %j', (text, values) => {
    expect(found(diagnosisCode, text)).toEqual(values);
  });
});
