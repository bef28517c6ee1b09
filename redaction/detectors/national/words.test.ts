import { describe, expect, test } from '@jest/globals';
import { found } from '../found.ts';
import { COUNTRIES, NATIONAL_IDS } from './index.ts';

/** Words that announce a country's number. */
const WORDS: Readonly<Record<string, string>> = {
  'ar-cuil': 'CUIL|CUIT',
  'at-social-security': 'SVNR|Sozialversicherungsnummer|SV-Nummer|SVNummer|Versicherungsnummer',
  'au-tax-file-number': 'TFN|tax file number',
  'be-national-number': 'Rijksregister|registre national|NISS|INSZ|RRN|nationaal nummer',
  'bg-citizen-number': 'EGN|ЕГН',
  'br-cpf': 'CPF|contribuinte',
  'ca-social-insurance': 'SIN|social insurance|assurance sociale|NAS',
  'ch-ahv': 'AHV|AHV-Nr|AVS',
  'cl-rut': 'RUT|RUN',
  'cn-resident-id': '身份证|resident id',
  'cz-birth-number': 'rodné číslo|rodne cislo|rč|birth number',
  'de-tax-id': 'Steuer-ID|SteuerID|IdNr|TIN|Identifikationsnummer',
  'dk-cpr': 'CPR|personnummer|CPR-nr',
  'ee-personal-code': 'isikukood|asmens kodas|personal code',
  'es-dni': 'DNI|NIE|NIF',
  'fr-nir': 'NIR|sécurité sociale|securite sociale|n° sécu|no secu|INSEE|insée|numéro de sécu|numero de secu',
  'gb-nhs': 'NHS|CHI|health service',
  'gr-amka': 'AMKA|ΑΜΚΑ',
  'hr-oib': 'OIB',
  'ie-pps': 'PPS|PPSN|public service number',
  'il-id': 'teudat|zehut|תעודת|ת.ז',
  'in-aadhaar': 'Aadhaar|aadhar|UID|UIDAI|आधार',
  'in-pan': 'PAN|permanent account',
  'it-codice-fiscale': 'codice fiscale|CF|C.F.',
  'jp-my-number': 'My Number|MyNumber|マイナンバー|個人番号',
  'kr-resident-number': '주민|RRN|resident registration',
  'mx-curp': 'CURP',
  'nl-bsn': 'BSN|burgerservicenummer|sofinummer',
  'no-birth-number': 'fødselsnummer|fodselsnummer|personnummer|fnr',
  'pl-pesel': 'PESEL',
  'pt-nif': 'NIF|contribuinte|NIPC|utente',
  'ro-cnp': 'CNP',
  'se-personal-number': 'personnummer|pnr|samordningsnummer',
  'sg-nric': 'NRIC|FIN',
  'tr-identity': 'TC|kimlik|TCKN',
  'tw-id': '身分證|national id',
  'za-id': 'SA ID|South African',
};

const anyone = (text: string) => found(NATIONAL_IDS[0]!, text);

describe('words for national numbers', () => {
  test.each(COUNTRIES.map((country) => [country.name, country] as const))('%s', (name, { words, source }) => {
    const precedes = (text: string): boolean => words.precedes(text, text.length);

    for (const word of WORDS[name]!.split('|')) {
      expect([word, precedes(`${word} `)]).toEqual([word, true]);
      expect([word, precedes(`${word}${'.'.repeat(12)}`)]).toEqual([word, true]);
      expect([word, precedes(`${word}${'.'.repeat(24)}`)]).toEqual([word, false]);
      expect([word, precedes(`${word}\n`)]).toEqual([word, false]);
    }
    expect(precedes('the last order was ')).toBe(false);
    expect(source.length).toBeGreaterThan(10);
  });

  test.each(
    'national|citizen|identity|identification|id|id no|id-no|id num|id card|id #|insurance|tax|personal|Ausweis|Steuer|cédula|documento|NIN'.split(
      '|',
    ),
  )('any country after %s', (word) => {
    expect(anyone(`${word} 123456782`)).toEqual(['123456782']);
    expect(anyone(`${word}${' '.repeat(20)}123456782`)).toEqual(['123456782']);
    expect(anyone(`${word}${' '.repeat(40)}123456782`)).toEqual([]);
    expect(anyone(`${word}\n123456782`)).toEqual([]);
  });
});

describe('without a word', () => {
  test.each([
    '20-12345678-6',
    '85.07.30-033.28',
    '111.444.777-35',
    '756.9217.0769.85',
    '12.345.678-5',
    '6.280.777-6',
    '736028/5163',
    '86 095 742 719',
    '070761-4285',
    '2 55 08 14 168 025 38',
    '2341 2341 2346',
    '2341-2341-2346',
    '900101-1234567',
    '811218-9876',
    '811218+9876',
    '19811218-9876',
  ])('the printed form %s', (number) => {
    expect(anyone(`it is ${number}, thanks`)).toEqual([number]);
  });

  test.each([
    '20 12345678 6',
    '85-07-30-033-28',
    '111-444-777-35',
    '756 9217 0769 85',
    '12-345-678-5',
    '736028-5163',
    '86-095-742-719',
    '07 07 61 42 85',
    '2341.2341.2346',
    '2341-2341 2346',
    '900101 1234567',
    '811218 9876',
  ])('not in another form: %s', (number) => {
    expect(anyone(`it is ${number}, thanks`)).toEqual([]);
  });

  test.each([
    '85073003328',
    '7569217076985',
    '110105194912310003',
    '11010519491231002X',
    '86095742719',
    '12345678Z',
    '255081416802538',
    'ABCPE1234F',
    'RSSMRA85T10A562S',
    'BOXW310820HNERXN09',
    '15108695088',
    '44051401359',
    '1630615123457',
    'S1234567D',
    '8001015009087',
  ])('%s is hardly ever anything else', (number) => {
    expect(anyone(`it is ${number}, thanks`)).toEqual([number]);
  });

  test.each([
    '20123456786',
    '1237010180',
    '123456782',
    '7523169263',
    '11144477735',
    '123456785',
    '7360285163',
    '0707614285',
    '9434765919',
    '1234567T',
    '123456789018',
    '111222333',
    '501964843',
    '8112189876',
    '10000000146',
    'A123456789',
  ])('%s may be anything', (number) => {
    expect(anyone(`it is ${number}, thanks`)).toEqual([]);
  });
});
