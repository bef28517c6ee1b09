import { describe, expect, test } from '@jest/globals';
import { found } from '../found.ts';
import { DETECTORS } from '../index.ts';
import { COUNTRIES, NATIONAL_IDS } from './index.ts';
import { announced, nationalId } from './national-id.ts';

/** One valid number a country, as its authority or its test suite prints it, with what must not be taken for it. */
const CASES: Readonly<Record<string, readonly [valid: string, wrong: string, word: string]>> = {
  'ar-cuil': ['20-12345678-6', '20-12345678-5', 'CUIL'],
  'at-social-security': ['1237010180', '1238010180', 'SVNR'],
  'au-tax-file-number': ['123456782', '123456783', 'TFN'],
  'be-national-number': ['85.07.30-033.28', '85.07.30-033.29', 'NISS'],
  'bg-citizen-number': ['7523169263', '7523169264', 'EGN'],
  'br-cpf': ['111.444.777-35', '111.444.777-36', 'CPF'],
  'ca-social-insurance': ['130-692-544', '130-692-545', 'SIN'],
  'ch-ahv': ['756.9217.0769.85', '756.9217.0769.84', 'AHV'],
  'cl-rut': ['12.345.678-5', '12.345.678-4', 'RUT'],
  'cn-resident-id': ['11010519491231002X', '110105194912310021', 'resident id'],
  'cz-birth-number': ['736028/5163', '736028/5164', 'rodne cislo'],
  'de-tax-id': ['86095742719', '86095742718', 'Steuer-ID'],
  'dk-cpr': ['070761-4285', '470761-4285', 'CPR'],
  'ee-personal-code': ['37605030299', '37605030298', 'isikukood'],
  'es-dni': ['12345678Z', '12345678A', 'DNI'],
  'fr-nir': ['255081416802538', '255081416802539', 'NIR'],
  'gb-nhs': ['9434765919', '9434765918', 'NHS'],
  'gr-amka': ['01013099997', '01013099998', 'AMKA'],
  'hr-oib': ['33392005961', '33392005962', 'OIB'],
  'ie-pps': ['1234567T', '1234567A', 'PPS'],
  'il-id': ['123456782', '123456783', 'teudat zehut'],
  'in-aadhaar': ['2341 2341 2346', '2341 2341 2347', 'Aadhaar'],
  'in-pan': ['ABCPE1234F', 'ABCDE1234F', 'PAN'],
  'it-codice-fiscale': ['RSSMRA85T10A562S', 'RSSMRA85T10A562T', 'codice fiscale'],
  'jp-my-number': ['123456789018', '123456789017', 'My Number'],
  'kr-resident-number': ['900101-1234567', '901301-1234567', 'RRN'],
  'mx-curp': ['BOXW310820HNERXN09', 'BOXW310820HNERXN08', 'CURP'],
  'nl-bsn': ['111222333', '111222334', 'BSN'],
  'no-birth-number': ['15108695088', '15108695089', 'personnummer'],
  'pl-pesel': ['44051401359', '44051401358', 'PESEL'],
  'pt-nif': ['501964843', '501964842', 'NIF'],
  'ro-cnp': ['1630615123457', '1630615123458', 'CNP'],
  'se-personal-number': ['811218-9876', '811218-9875', 'personnummer'],
  'sg-nric': ['S1234567D', 'S1234567E', 'NRIC'],
  'tr-identity': ['10000000146', '10000000145', 'TC kimlik'],
  'tw-id': ['A123456789', 'A123456788', 'national id'],
  'za-id': ['8001015009087', '8001015009088', 'SA ID'],
};

const one = NATIONAL_IDS[0]!;

describe('national numbers', () => {
  test('each country has its case', () => {
    expect(COUNTRIES.map(({ name }) => name).sort()).toEqual(Object.keys(CASES).sort());
  });

  test.each(COUNTRIES.map((country) => [country.name, country] as const))('%s', (name, country) => {
    const [valid, wrong, word] = CASES[name]!;
    const plain = (value: string) => value.replace(/[^0-9A-Z]/g, '');

    expect(country.valid(plain(valid))).toBe(true);
    expect(country.valid(plain(wrong))).toBe(false);
    expect(country.words.precedes(`${word}: `, word.length + 2)).toBe(true);
    expect(found(one, `${word}: ${valid} ok`)).toEqual([valid]);
  });

  test('a number of two letters, three pairs and a letter is British', () => {
    expect(found(NATIONAL_IDS[1]!, 'NI AB 12 34 56 C')).toEqual(['AB 12 34 56 C']);
    expect(found(NATIONAL_IDS[1]!, 'AB123456C')).toEqual(['AB123456C']);
    expect(found(NATIONAL_IDS[1]!, 'BG123456C or AB123456E')).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['hetu 131052-308T', ['131052-308T']],
    ['hetu 131052-308t', ['131052-308t']],
    ['131052-308U', []],
    ['x131052-308T', []],
    ['131052-308Tx', []],
    ['12 131052-308T', ['131052-308T']],
    ['311299+0029', ['311299+0029']],
    ['310152A3085', ['310152A3085']],
    ['010152Y899V', ['010152Y899V']],
    ['010152G899V', []],
    ['000152-3085', []],
    ['320152-308T', []],
    ['011352-308F', []],
    ['31052-308T', []],
  ])('a Finnish code: day, month, sign of the century and check in %j', (text, values) => {
    expect(found(NATIONAL_IDS[2]!, text)).toEqual(values);
  });

  test.each<[string, string[]]>([
    ['A123456(3)', ['A123456(3)']],
    ['a123456(3)', ['a123456(3)']],
    ['A123456(4)', []],
    ['A1234563', []],
    ['A123456(3)x', []],
    ['xA123456(3)', []],
    ['AB987654(3)', ['AB987654(3)']],
    ['WX123456(9), C668668(9)', ['WX123456(9)', 'C668668(9)']],
    ['Z123457(A)', ['Z123457(A)']],
    ['z123457(a)', ['z123457(a)']],
    ['Z123457(0)', []],
  ])('a Hong Kong card: its check in brackets in %j', (text, values) => {
    expect(found(NATIONAL_IDS[3]!, text)).toEqual(values);
  });

  test.each<[string, string[]]>([
    ['12.345.670-K', ['12.345.670-K']],
    ['12345670-k', ['12345670-k']],
    ['RUT 12345670K', ['12345670K']],
    ['12.345.678-K', []],
    ['12.345.670-Kx', []],
    ['12.345.670 K', []],
    ['112.345.670-K', []],
  ])('a Chilean number whose check is a letter in %j', (text, values) => {
    expect(NATIONAL_IDS.flatMap((detector) => found(detector, text))).toEqual(values);
  });

  test('a part of a longer number is none', () => {
    expect(found(one, '44051401359-123')).toEqual([]);
    expect(found(one, 'x44051401359')).toEqual([]);
    expect(found(one, '5998 2531 2811 8005')).toEqual([]);
    expect(found(one, '1 2341 2341 2346')).toEqual([]);
    expect(found(one, '2341 2341 2346 1')).toEqual([]);
    expect(found(one, '1)2341 2341 2346')).toEqual(['2341 2341 2346']);
    expect(found(one, '2341 2341 2346 x')).toEqual(['2341 2341 2346']);
  });

  test.each(['-', '.', '/', '_'])('a digit on the other side of %j makes it a part', (separator) => {
    expect(found(one, `44051401359${separator}1`)).toEqual([]);
    expect(found(one, `1${separator}44051401359`)).toEqual([]);
    expect(found(one, `44051401359${separator}x`)).toEqual(['44051401359']);
    expect(found(one, `x${separator}44051401359`)).toEqual(['44051401359']);
  });

  test('a word announces a number behind it on its line, up to twenty characters away', () => {
    const words = announced('bsn|číslo');
    const precedes = (text: string) => words.precedes(text, text.length);

    expect(precedes('BSN nr. ')).toBe(true);
    expect(precedes('ČÍSLO: ')).toBe(true);
    expect(precedes(`bsn ${'.'.repeat(19)}`)).toBe(true);
    expect(precedes(`bsn ${'.'.repeat(20)}`)).toBe(false);
    expect(precedes('bsn\n')).toBe(false);
    expect(precedes('number ')).toBe(false);
  });

  test('what nothing would offer is a mistake in the file', () => {
    const spec = { name: 'xx', source: 'none', words: announced('x'), valid: () => true };
    expect(() => nationalId({ ...spec, triggers: { words: ['x'] } })).toThrow(new TypeError('xx'));
    expect(nationalId({ ...spec, triggers: { digits: [9, 9] } }).name).toBe('xx');
    expect(nationalId({ ...spec, triggers: { codes: [9, 9] } }).name).toBe('xx');
  });
});

test('every detector says where its knowledge comes from', () => {
  for (const { name, source, types } of DETECTORS) {
    expect([name, source.length > 10, types.length > 0]).toEqual([name, true, true]);
  }
});
