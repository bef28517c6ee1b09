import { describe, expect, test } from '@jest/globals';
import { formField } from './form-field.ts';
import { found, spansOf } from './found.ts';

describe('lines of a form', () => {
  test.each([
    ['Brutto: 3.418,50 EUR', ['3.418,50 EUR']],
    ['Netto in busta: € 1.633,27', ['€ 1.633,27']],
    ['Do wypłaty: 4 512,38 zł', ['4 512,38 zł']],
    ['К выдаче: 73 254,00', ['73 254,00']],
    ['総支給額:287,400円', ['287,400円']],
    ['Reporter: tnguyen14', ['tnguyen14']],
    ['Abierto por: jm.quispe', ['jm.quispe']],
    ['Zgłaszający: m.kaczor', ['m.kaczor']],
    ['Line manager: Hazel de Souza', ['Hazel de Souza']],
    ['Name, Vorname: Graf, Minh', ['Graf, Minh']],
    ['Dip.: Costantin Munteanu', ['Costantin Munteanu']],
    ['Emergency contact: Mihai (brother)', ['Mihai']],
    ['성명: 하늘', ['하늘']],
    ['Geburtsort: Mekelle', ['Mekelle']],
    ['Pracodawca: Pieczarkarnia Zielone Łęgi', ['Pieczarkarnia Zielone Łęgi']],
    ['Dirección: Avda. de los Tilos 8, 3.º 2.ª', ['Avda. de los Tilos 8, 3.º 2.ª']],
    ['Kennzeichen: HH-KR 4172', ['HH-KR 4172']],
    ['- Patient: Ada Marsh', ['Ada Marsh']],
    ['Present: Bev (chair), Tariq Mahmood, Mrs Trimble', ['Bev', 'Tariq Mahmood', 'Trimble']],
    ['Assente: Brunella.', ['Brunella']],
    ['Obecni: Gosia Lis, Antek i Wanda', ['Gosia Lis', 'Antek', 'Wanda']],
  ])('%s', (text, values) => {
    expect(found(formField, text)).toEqual(values);
  });

  test.each([
    ['Net: 3 files', 'an amount has three digits'],
    ['Reporter: admin', 'an account of everybody'],
    ['Note: Brutto', 'another label'],
    ['he said the line manager: Hazel', 'not at the begin of a line'],
    ['Employee: n/a', 'nothing'],
    ['Address:80', 'no space behind the sign'],
    ['Present: see list', 'words in small letters'],
    [`${'x'.repeat(60)} Brutto: 3.418,50`, 'a line of prose'],
    ['Patient:\nAda', 'in the next line'],
  ])('%j is nothing: %s', (text) => {
    expect(found(formField, text)).toEqual([]);
  });

  test('says what each is', () => {
    const types = (text: string) => spansOf(formField, text).map(({ type }) => type);
    expect(types('Lordo: € 2.140,00')).toEqual(['FINANCIAL']);
    expect(types('Employer: Lowfell Turbine Services Ltd')).toEqual(['ORGANIZATION']);
    expect(types('Address: 9 Tanyard Close')).toEqual(['ADDRESS']);
    expect(types('Miejsce ur.: Sylhet')).toEqual(['LOCATION']);
    expect(types('Targa: GK 418 TR')).toEqual(['VEHICLE_ID']);
  });
});
