import { describe, expect, test } from '@jest/globals';
import { formField } from './form-field.ts';
import { found } from './found.ts';

describe('people in a row', () => {
  test.each(['and', 'und', 'et', 'y', 'e', 'i', 'en', 'a', 'ja', 've', 'и', 'та', 'και', 'och', 'og'])(
    'with %j before the last',
    (join) => {
      expect(found(formField, `Present: Ada Marsh ${join} Bea`)).toEqual(['Ada Marsh', 'Bea']);
    },
  );

  test.each([
    ['Ada, Bea; Cleo', ['Ada', 'Bea', 'Cleo']],
    ['王小明、李华，张伟', ['王小明', '李华', '张伟']],
    ['Mrs Ada, Mr. Bo, Ms Cleo', ['Ada', 'Bo', 'Cleo']],
    ['Dr Ada, Frau Bea, Herr Curt, Hr. Dirk, Fr. Emma', ['Ada', 'Bea', 'Curt', 'Dirk', 'Emma']],
    ['Sr. Ada, Sra Bea, Sig Carlo, don Dino, doña Eva', ['Ada', 'Bea', 'Carlo', 'Dino', 'Eva']],
    ['ing. Adam, mevr Bea, dhr. Cor, pan Daniel, pani Ewa', ['Adam', 'Bea', 'Cor', 'Daniel', 'Ewa']],
    ['druh Adam, druha Beata, M. Cyr, Mme Dax', ['Adam', 'Beata', 'Cyr', 'Dax']],
    ['Jan van der Berg, de la Cruz, Ana del Río', ['Jan van der Berg', 'de la Cruz', 'Ana del Río']],
    ['Ada B. Marsh', ['Ada B. Marsh']],
    ['Ada M.', ['Ada M.']],
    ['Ada Marsh.', ['Ada Marsh']],
    ['Ada. Minutes by nobody.', ['Ada']],
    ['Anne-Marie Roux', ['Anne-Marie Roux']],
    ['Ada (chair), Bea(minutes), 王华（主席）', ['Ada', 'Bea', '王华']],
    ['Ada Bea Cleo Dora', ['Ada Bea Cleo Dora']],
    ['Ada Bea Cleo Dora Ella', []],
    [`Ada (${'x'.repeat(32)})`, ['Ada']],
    [`Ada (${'x'.repeat(33)})`, []],
    ['Ada, the others, Bea', ['Ada', 'Bea']],
    ['Ada, Ada', ['Ada', 'Ada']],
    ['王华 、李华 ', ['王华', '李华']],
    ['王', []],
    ['王华', ['王华']],
    ['王'.repeat(16), ['王'.repeat(16)]],
    ['王'.repeat(17), []],
    ['Ada\nBea', ['Ada']],
    ['Ada\r\nBea', ['Ada']],
    ['7 people', []],
  ])('%j', (row, people) => {
    expect(found(formField, `Present: ${row}`)).toEqual(people);
  });

  test('of a line in two parts', () => {
    expect(found(formField, 'Present: Ada. Absent: Bea')).toEqual(['Ada', 'Bea']);
  });

  test('twenty-four, and four hundred characters', () => {
    const row = (n: number) => Array.from({ length: n }, () => 'Ada').join(', ');
    expect(found(formField, `Present: ${row(24)}`)).toHaveLength(24);
    expect(found(formField, `Present: ${row(25)}`)).toHaveLength(24);
    expect(found(formField, `Present: ${'x'.repeat(395)}, Ada`)).toEqual(['Ada']);
    expect(found(formField, `Present: ${'x'.repeat(398)}, Ada`)).toEqual([]);
  });
});
