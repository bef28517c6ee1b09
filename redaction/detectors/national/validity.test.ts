import { describe, expect, test } from '@jest/globals';
import { COUNTRIES } from './index.ts';

const country = (name: string) => COUNTRIES.find((one) => one.name === name)!;

/** Made-up numbers whose check digits are right, so that the rule named beside them decides. */
describe('valid by check digit and', () => {
  test.each<[name: string, rule: string, number: string, valid: boolean]>([
    ['ar-cuil', 'a man', '20123456786', true],
    ['ar-cuil', 'a man or a woman', '23123456785', true],
    ['ar-cuil', 'a woman', '27123456780', true],
    ['ar-cuil', 'no such prefix', '28123456787', false],
    ['ar-cuil', 'a company', '30123456781', true],
    ['ar-cuil', 'a company', '33123456780', true],
    ['ar-cuil', 'a company', '34123456787', true],
    ['ar-cuil', 'no such prefix', '31123456788', false],
    ['ar-cuil', 'no such prefix', '35123456783', false],
    ['ca-social-insurance', 'never given', '046454286', false],
    ['ca-social-insurance', 'never given', '846454288', false],
    ['ca-social-insurance', 'a temporary resident', '946454287', true],
    ['cl-rut', 'a check digit of 11 is 0', '123456750', true],
    ['cl-rut', 'a check digit of 10 is K', '12345670K', true],
    ['cl-rut', 'a K for another', '12345678K', false],
    ['cz-birth-number', 'December', '7312285002', true],
    ['cz-birth-number', 'month 13', '7313285001', false],
    ['cz-birth-number', 'a woman', '7362285007', true],
    ['cz-birth-number', 'a woman, month 13', '7363285006', false],
    ['cz-birth-number', 'second series', '0432285007', true],
    ['cz-birth-number', 'second series, month 13', '0433285006', false],
    ['cz-birth-number', 'a woman, second series', '0482285001', true],
    ['cz-birth-number', 'day 31', '7312315010', true],
    ['cz-birth-number', 'day 32', '7312325009', false],
    ['cz-birth-number', 'day 0', '7312005008', false],
    ['de-tax-id', '0 is never first', '01234567888', false],
    ['de-tax-id', 'one digit three times', '86095742663', true],
    ['de-tax-id', 'one digit four times', '86665012633', false],
    ['de-tax-id', 'two digits twice', '86609570127', false],
    ['de-tax-id', 'no digit twice', '86095742132', false],
    ['de-tax-id', '0 is never first, with one digit twice', '01234567888', false],
    ['ee-personal-code', 'no century 0', '07605030208', false],
    ['ee-personal-code', 'born from 2000', '67605030203', true],
    ['ee-personal-code', 'no century 7', '77605030204', false],
    ['ee-personal-code', 'second weights', '37605032257', true],
    ['ee-personal-code', 'second weights give 10', '37605030920', true],
    ['fr-nir', 'Corse-du-Sud', '255082A16802597', true],
    ['fr-nir', 'Haute-Corse', '255082B16802527', true],
    ['fr-nir', 'foreign woman', '855081416802529', true],
    ['fr-nir', 'no sex 4', '455081416802535', false],
    ['fr-nir', 'month 0', '255001416802507', false],
    ['fr-nir', 'January', '255011416802523', true],
    ['fr-nir', 'December', '255121416802505', true],
    ['fr-nir', 'month 13', '255131416802521', false],
    ['fr-nir', 'month 19', '255191416802520', false],
    ['fr-nir', 'month unknown', '255201416802536', true],
    ['gr-amka', 'day 31', '31013099994', true],
    ['gr-amka', 'day 32', '32013099992', false],
    ['gr-amka', 'day 0', '00013099999', false],
    ['gr-amka', 'December', '01123099994', true],
    ['gr-amka', 'month 13', '01133099992', false],
    ['gr-amka', 'month 0', '01003099999', false],
    ['in-aadhaar', '0 is never first', '034123412341', false],
    ['in-aadhaar', '1 is never first', '134123412342', false],
    ['in-aadhaar', 'all digits the same', '333333333333', false],
    ['kr-resident-number', 'no century 0', '9001010234567', false],
    ['kr-resident-number', 'a foreigner from 2000', '9001018234567', true],
    ['kr-resident-number', 'no century 9', '9001019234567', false],
    ['no-birth-number', 'a D number', '55108695071', true],
    ['pl-pesel', 'month 0', '44001401354', false],
    ['pl-pesel', 'December', '44121401359', true],
    ['pl-pesel', 'month 13', '44131401350', false],
    ['pl-pesel', 'month 0 from 2000', '44201401350', false],
    ['pl-pesel', 'January from 2000', '44211401351', true],
    ['pl-pesel', 'December before 1900', '44921401353', true],
    ['pl-pesel', 'day 31', '44053101356', true],
    ['pl-pesel', 'day 32', '44053201353', false],
    ['pl-pesel', 'day 1', '44050101359', true],
    ['pl-pesel', 'day 0', '44050001352', false],
    ['pt-nif', '0 is never first', '001964801', false],
    ['pt-nif', 'a remainder of 0 is 0', '501964010', true],
    ['pt-nif', 'a remainder of 1 is 0', '501964070', true],
    ['pt-nif', 'a remainder of 2 is 9', '501964029', true],
    ['ro-cnp', '0 is never first', '0630615123455', false],
    ['ro-cnp', 'a remainder of 10 is 1', '1630615123491', true],
    ['ro-cnp', 'a remainder of 10 is not 0', '1630615123490', false],
    ['se-personal-number', 'born before 2000, in full', '198112189876', true],
    ['se-personal-number', 'born from 2000, in full', '208112189876', true],
    ['se-personal-number', 'no century 18', '188112189876', false],
    ['se-personal-number', 'no century 18, whatever follows', '187912019879', false],
    ['se-personal-number', 'eleven digits', '19901019878', false],
    ['se-personal-number', 'a coordination number', '8112619872', true],
    ['se-personal-number', 'a coordination number of day 31', '8112919876', true],
    ['se-personal-number', 'a coordination number of day 32', '8112929875', false],
    ['se-personal-number', 'day 0', '8112009876', false],
    ['tr-identity', '0 is never first', '01234567840', false],
    ['tr-identity', 'all places', '12345678950', true],
    ['tr-identity', 'all places', '98765432150', true],
    ['tr-identity', 'all places', '23401013790', true],
    ['tr-identity', 'all places', '13579246748', true],
    ['za-id', 'day 31', '8001315009084', true],
    ['za-id', 'day 32', '8001325009082', false],
    ['za-id', 'day 0', '8001005009089', false],
    ['za-id', 'December', '8012015009084', true],
    ['za-id', 'month 13', '8013015009082', false],
    ['za-id', 'month 0', '8000015009089', false],
    ['za-id', 'a resident', '8001015009186', true],
    ['za-id', 'a refugee', '8001015009285', true],
    ['za-id', 'no such status', '8001015009384', false],
  ])('%s: %s, %s', (name, _rule, number, valid) => {
    expect(country(name).valid(number)).toBe(valid);
  });
});

/** Of the letters A to Z one is right. */
describe('the only check letter', () => {
  test.each<[name: string, body: string, letter: string]>([
    ['es-dni', '00000001', 'R'],
    ['es-dni', 'X1234567', 'L'],
    ['es-dni', 'Y1234567', 'X'],
    ['es-dni', 'Z1234567', 'R'],
    ['sg-nric', 'S7654321', 'F'],
    ['sg-nric', 'T1234567', 'J'],
    ['sg-nric', 'T7654321', 'B'],
    ['sg-nric', 'F1234567', 'N'],
    ['sg-nric', 'F7654321', 'Q'],
    ['sg-nric', 'G1234567', 'X'],
    ['sg-nric', 'G7654321', 'L'],
    ['sg-nric', 'M1234567', 'K'],
    ['sg-nric', 'M7654321', 'J'],
  ])('of %s for %s is %s', (name, body, letter) => {
    const right = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((one) => country(name).valid(body + one));

    expect(right).toEqual([letter]);
  });

  test.each<[second: string, letter: string]>([
    ['', 'T'],
    ['A', 'F'],
    ['I', 'I'],
    ['W', 'T'],
  ])('of an Irish number that goes on with %j is %s', (second, letter) => {
    const right = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((one) => country('ie-pps').valid(`1234567${one}${second}`));

    expect(right).toEqual([letter]);
  });

  test.each(['J223456789', 'W123456789', 'Z823456784', 'O923456788', 'I123456781'])('of %s is its first', (number) => {
    const right = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((one) => country('tw-id').valid(one + number.slice(1)));

    expect(right).toContain(number[0]);
    expect(right.length).toBeLessThan(5);
  });
});

test.each<[name: string, number: string]>([
  ['cn-resident-id', '11010519491231002X'],
  ['es-dni', '12345678Z'],
  ['fr-nir', '255081416802538'],
  ['ie-pps', '1234567T'],
  ['in-pan', 'ABCPE1234F'],
  ['it-codice-fiscale', 'RSSMRA85T10A562S'],
  ['mx-curp', 'BOXW310820HNERXN09'],
  ['sg-nric', 'S1234567D'],
  ['tw-id', 'A123456789'],
])('%s: a character before or behind %s is too much', (name, number) => {
  expect(country(name).valid(number)).toBe(true);
  for (const one of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') expect(country(name).valid(one + number)).toBe(false);
  expect(country(name).valid(`${number}1`)).toBe(false);
});
